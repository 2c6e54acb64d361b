import { shorten } from '../../text';

/** A piece of a sentence; `name` marks what people called something. */
export interface Piece {
  readonly text: string;
  readonly kind: 'plain' | 'name';
}

export function plain(text: string): Piece {
  return { text, kind: 'plain' };
}

export function name(text: string): Piece {
  return { text: shorten(text, 60), kind: 'name' };
}
