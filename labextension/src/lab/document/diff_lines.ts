import type { TranslationBundle } from '@jupyterlab/translation';

/** What the file has beyond the live graph, lacks, or has otherwise, as the server counts it. */
interface Part {
  readonly count: number;
  readonly first: readonly ({ readonly name?: string } | readonly string[] | string)[];
}

const MOST_NAMED = 3;

/** Says in lines how a file is different from its live graph. */
export function diffLines(
  details: Readonly<Record<string, unknown>>,
  trans: TranslationBundle
): string[] {
  const difference = (details['difference'] ?? {}) as Readonly<Record<string, Part>>;
  const sentences: readonly (readonly [string, string])[] = [
    ['nodes_added', trans.__('Nodes only in the file')],
    ['nodes_removed', trans.__('Nodes only in the live graph')],
    ['nodes_changed', trans.__('Nodes that differ')],
    ['links_added', trans.__('Links only in the file')],
    ['links_removed', trans.__('Links only in the live graph')],
    ['links_changed', trans.__('Links that differ')],
    ['types_changed', trans.__('Blueprint types that differ')]
  ];
  return sentences.flatMap(([field, sentence]) => {
    const part = difference[field];
    return part && part.count > 0 ? [`${sentence}: ${counted(part)}`] : [];
  });
}

/** `5 (Lyon, Paris, Nice, …)`; links have no names, only ends. */
function counted({ count, first }: Part): string {
  const named = first.slice(0, MOST_NAMED).map(nameOf);
  const names = count > MOST_NAMED ? [...named, '…'] : named;
  return `${count} (${names.join(', ')})`;
}

function nameOf(one: Part['first'][number]): string {
  if (typeof one === 'string') {
    return one;
  }
  return 'name' in one ? (one.name ?? '') : (one as readonly string[]).join(' → ');
}
