/** Whether there is nothing in a value that somebody has filled in. */
export function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.every(isNothing);
  }
  return (
    value === undefined ||
    (typeof value === 'object' && value !== null && Object.values(value).every(isNothing))
  );
}

/** Leaves out what was not filled in: empty fields of objects, empty rows of lists. */
export function tidy(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(tidy).filter((entry) => entry !== undefined && !isEmptyRow(entry));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const filled = Object.entries(value)
    .map(([key, part]) => [key, tidy(part)] as const)
    .filter(([, part]) => part !== undefined);
  return Object.fromEntries(filled);
}

/** The form library writes `null` for a row that was emptied. */
function isEmptyRow(entry: unknown): boolean {
  return entry === null || (!Array.isArray(entry) && isNothing(entry));
}

/** Returns how many entries the lists in a value have. */
export function entriesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  const inside = Object.values(value).reduce<number>((sum, part) => sum + entriesIn(part), 0);
  return inside + (Array.isArray(value) ? value.length : 0);
}
