import { forestOf } from './forest';
import { degree, type GraphShape, type Places } from './graph_shape';
import { layeredLayout } from './layered_layout';
import { pack } from './pack';
import { packedForest } from './packed_forest';
import { partsOf, type Part } from './parts';
import { treeLayout } from './tree_layout';

const LAYERED_UP_TO = 1_500;
const SLOPE = 6;
const WIDE = 6_000;

/** Gives every node a place, the same on every screen: each connected part by what it is. */
export function wholeLayout(shape: GraphShape): Places {
  return pack(
    shape,
    partsOf(shape).map((part) => ({ part, places: placesOf(part) }))
  );
}

function placesOf({ shape }: Part): Places {
  const isTree = everyRow(shape, (row) => degree(shape.parents, row) <= 1);
  const layered =
    isTree || shape.count > LAYERED_UP_TO ? undefined : inBearableShape(layeredLayout(shape));
  if (layered) {
    return layered;
  }
  const forest = forestOf(shape);
  return (isTree && inBearableShape(treeLayout(forest))) || packedForest(forest);
}

/** Refuses a picture that is a mere line where all of it is shown. */
function inBearableShape(places: Places): Places | undefined {
  let [left, right, bottom] = [Infinity, -Infinity, 0];
  for (let at = 0; at < places.length; at += 2) {
    left = Math.min(left, places[at]!);
    right = Math.max(right, places[at]!);
    bottom = Math.max(bottom, places[at + 1]!);
  }
  return right - left > Math.max(WIDE, SLOPE * bottom) ? undefined : places;
}

function everyRow({ count }: GraphShape, holds: (row: number) => boolean): boolean {
  for (let row = 0; row < count; row += 1) {
    if (!holds(row)) {
      return false;
    }
  }
  return true;
}
