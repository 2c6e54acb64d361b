import type { GraphNode } from '../../core';
import { GAP_X } from '../geometry';
import { shorten } from '../text';

const LETTER = 7;
const MARGIN = 16;

/** Returns how much room a node takes across: enough for its name below it. */
export function roomFor({ name }: GraphNode): number {
  return Math.max(GAP_X, shorten(name).length * LETTER + MARGIN);
}
