import { isShape, type Shape } from './shapes';

/** What a blueprint's `style.icon` means. */
export interface IconLook {
  readonly shape: Shape;
  /** Drawn inside of the node. */
  readonly mark?: string;
}

const PLAIN: IconLook = { shape: 'circle' };
const MOST_LETTERS = 2;

const known = new Map<string, IconLook>();

/**
 * Reads `style.icon`: the name of a shape (`circle`, `square`, `diamond`, `triangle`, `hexagon`),
 * or a text of at most two letters or emoji, as people see them, which stands in a circle.
 * Anything else is drawn as if there were no icon.
 */
export function iconLook(icon: string | undefined): IconLook {
  const text = icon?.trim() ?? '';
  if (text === '') {
    return PLAIN;
  }
  let look = known.get(text);
  if (!look) {
    look = read(text);
    known.set(text, look);
  }
  return look;
}

function read(text: string): IconLook {
  if (isShape(text)) {
    return { shape: text };
  }
  return letterCount(text) <= MOST_LETTERS ? { shape: 'circle', mark: text } : PLAIN;
}

/** An emoji may be many code points, and is one letter to people. */
function letterCount(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}
