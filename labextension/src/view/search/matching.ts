import type { GraphNode, Replica } from '../../core';
import type { Filter } from '../display';

/** Whether a node is looked for: every part of the filter that asks for something must fit. */
export function matcher(
  filter: Filter,
  replica: Replica
): ((node: GraphNode) => boolean) | undefined {
  const tests = [textTest(filter.text, replica), typeTest(filter), propertyTest(filter)].filter(
    (test) => test !== undefined
  );
  return tests.length === 0 ? undefined : (node) => tests.every((test) => test(node));
}

type Test = (node: GraphNode) => boolean;

function textTest(text: string, replica: Replica): Test | undefined {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return undefined;
  }
  return (node) => {
    const title = replica.blueprintTypes.get(node.blueprintTypeId)?.title ?? node.blueprintTypeId;
    return words.every(
      (word) =>
        node.name.toLowerCase().includes(word) ||
        title.toLowerCase().includes(word) ||
        anyValue(node, (value) => value.includes(word))
    );
  };
}

function typeTest({ typeIds }: Filter): Test | undefined {
  const wanted = new Set(typeIds);
  return wanted.size === 0 ? undefined : (node) => wanted.has(node.blueprintTypeId);
}

/** `500` asks for that value or a text with it in it, `>500`, `<=3` and their like compare. */
function propertyTest({ property }: Filter): Test | undefined {
  if (!property?.propertyId) {
    return undefined;
  }
  const { propertyId } = property;
  const value = property.value.trim();
  const compared = /^(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)$/.exec(value);
  if (compared) {
    const compare = COMPARE.get(compared[1]!)!;
    const wanted = Number(compared[2]);
    return (node) => {
      const own = node.properties.get(propertyId);
      return typeof own === 'number' && compare(own, wanted);
    };
  }
  return (node) =>
    node.properties.has(propertyId) &&
    lower(node.properties.get(propertyId)).includes(value.toLowerCase());
}

const COMPARE = new Map<string, (own: number, wanted: number) => boolean>([
  ['<', (own, wanted) => own < wanted],
  ['<=', (own, wanted) => own <= wanted],
  ['>', (own, wanted) => own > wanted],
  ['>=', (own, wanted) => own >= wanted],
  ['=', (own, wanted) => own === wanted]
]);

function anyValue({ properties }: GraphNode, test: (value: string) => boolean): boolean {
  for (const [propertyId, value] of properties) {
    if (!propertyId.startsWith('_') && test(lower(value))) {
      return true;
    }
  }
  return false;
}

function lower(value: unknown): string {
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).toLowerCase();
}
