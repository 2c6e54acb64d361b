import { forestOf } from './forest';
import { degree, type GraphShape, type Places } from './graph_shape';
import { layeredLayout } from './layered_layout';
import { withoutBackLinks } from './layering';
import { pack, pictureOf } from './pack';
import { packedForest } from './packed_forest';
import { partsOf } from './parts';
import { springLayout } from './spring_layout';
import { treeLayout } from './tree_layout';

const LAYERED_UP_TO = 1_500;
const SPRINGS_UP_TO = 400;
/** Where more links than this lead back, there is no up and down to be shown. */
const BACK_LINKS = 0.1;
const SLOPE = 6;
const LONG = 6_000;

/** Gives every node a place, the same on every screen: each connected part by what it is. */
export function wholeLayout(shape: GraphShape): Places {
  return pack(
    shape,
    partsOf(shape).map((part) => pictureOf(part, placesOf))
  );
}

function placesOf(shape: GraphShape): Places {
  return hierarchyOf(shape) ?? springsOf(shape) ?? packedForest(forestOf(shape));
}

/** Nothing where the graph is none, or where its picture would be a mere line. */
function hierarchyOf(shape: GraphShape): Places | undefined {
  if (isTree(shape)) {
    return inBearableShape(treeLayout(forestOf(shape)));
  }
  return shape.count <= LAYERED_UP_TO && hasDirection(shape)
    ? inBearableShape(layeredLayout(shape))
    : undefined;
}

function springsOf(shape: GraphShape): Places | undefined {
  return shape.count <= SPRINGS_UP_TO && !isTree(shape) ? springLayout(shape) : undefined;
}

function isTree({ count, parents }: GraphShape): boolean {
  for (let row = 0; row < count; row += 1) {
    if (degree(parents, row) > 1) {
      return false;
    }
  }
  return parents.rows.length === count - 1;
}

function hasDirection(shape: GraphShape): boolean {
  const downwards = withoutBackLinks(shape).children.rows.length;
  return downwards >= (1 - BACK_LINKS) * shape.children.rows.length;
}

function inBearableShape(places: Places): Places | undefined {
  let [left, right, bottom] = [Infinity, -Infinity, 0];
  for (let at = 0; at < places.length; at += 2) {
    left = Math.min(left, places[at]!);
    right = Math.max(right, places[at]!);
    bottom = Math.max(bottom, places[at + 1]!);
  }
  const width = right - left;
  const isLine = width > Math.max(LONG, SLOPE * bottom) || bottom > Math.max(LONG, SLOPE * width);
  return isLine ? undefined : places;
}
