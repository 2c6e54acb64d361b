import { GAP_X, GAP_Y } from '../geometry';
import type { GraphShape, Places } from './graph_shape';
import type { Part } from './parts';
import { shelve } from './shelves';

/** A part with a place for each of its rows. */
export interface Picture {
  readonly part: Part;
  readonly places: Places;
}

const ALONE: Places = new Float64Array(2);

/** Lays a part out; graphs may hold very many that are a single node. */
export function pictureOf(part: Part, layout: (shape: GraphShape) => Places): Picture {
  return { part, places: part.rows.length === 1 ? ALONE : layout(part.shape) };
}

/** Puts the pictures of a graph's parts beside each other. */
export function pack({ count }: GraphShape, pictures: readonly Picture[]): Places {
  const size = pictures.length;
  const [widths, heights] = [new Float64Array(size), new Float64Array(size)];
  const [lefts, tops] = [new Float64Array(size), new Float64Array(size)];
  const corners = pictures.map((picture, index) => {
    const room = roomOf(picture);
    const isSingle = picture.part.rows.length === 1;
    widths[index] = room.right - room.left + (isSingle ? 0 : GAP_X / 2);
    heights[index] = room.bottom - room.top + (isSingle ? 0 : GAP_Y / 2);
    return room;
  });
  shelve({ rows: Uint32Array.from(pictures.keys()), widths, heights }, lefts, tops);
  const whole = new Float64Array(2 * count);
  pictures.forEach(({ part, places }, index) => {
    const { left, top } = corners[index]!;
    part.rows.forEach((row, own) => {
      whole[2 * row] = places[2 * own]! - left + lefts[index]!;
      whole[2 * row + 1] = places[2 * own + 1]! - top + tops[index]!;
    });
  });
  return whole;
}

/** The box around a picture, the room of its nodes included. */
function roomOf({ part, places }: Picture) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let row = 0; row < part.shape.count; row += 1) {
    const [x, y] = [places[2 * row]!, places[2 * row + 1]!];
    const half = part.shape.widths[row]! / 2;
    left = Math.min(left, x - half);
    right = Math.max(right, x + half);
    top = Math.min(top, y - GAP_Y / 2);
    bottom = Math.max(bottom, y + GAP_Y / 2);
  }
  return { left, top, right, bottom };
}
