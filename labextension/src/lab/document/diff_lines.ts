/** What differs between a file and its live graph, as the server tells it: names and counts. */
export function diffLines(details: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(details).flatMap(([what, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [`${what}: ${value}`] : []
  );
}
