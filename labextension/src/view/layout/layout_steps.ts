import { latePart } from '../late_part';
import { anchor } from './anchoring';
import { circleLayout } from './circle_layout';
import { keepClear } from './elbow_room';
import { forestOf } from './forest';
import type { GraphShape, Places } from './graph_shape';
import { layeredLayout } from './layered_layout';
import { shapeOfRequest, type LayoutRequest } from './layout_request';
import { pack, pictureOf, type Picture } from './pack';
import { partsOf } from './parts';
import { radialLayout } from './radial_layout';
import { treeLayout, treeRightLayout } from './tree_layout';

/** A layout on its way: between any two steps one may breathe, tell how much is done, or leave. */
export type LayoutSteps = Generator<number, Places>;

/** Prepares a layout; loads what it needs, and nothing else. */
export async function layoutSteps(request: LayoutRequest): Promise<LayoutSteps> {
  const shape = shapeOfRequest(request);
  return settled(await freeSteps(shape, request), shape, request);
}

/** Brings what a layout made to where the nodes were, and clear of those that stay. */
function* settled(steps: LayoutSteps, shape: GraphShape, request: LayoutRequest): LayoutSteps {
  const places = yield* steps;
  if (request.algorithm !== 'force' || !request.pinned.includes(1)) {
    anchor(places, shape, request);
  }
  request.pinned.forEach((isPinned, row) => {
    if (isPinned) {
      places.set(request.places.subarray(2 * row, 2 * row + 2), 2 * row);
    }
  });
  keepClear(places, request.pinned, request.others);
  return places;
}

async function freeSteps(shape: GraphShape, request: LayoutRequest): Promise<LayoutSteps> {
  switch (request.algorithm) {
    case 'force': {
      const { forceLayout } = await latePart(() => import('./force_layout'));
      return forceLayout(shape, request.places, request.pinned);
    }
    case 'layered':
      return partByPart(shape, layeredLayout);
    case 'tree':
      return partByPart(shape, (part) => treeLayout(forestOf(part)));
    case 'tree-right':
      return partByPart(shape, treeRightLayout);
    case 'radial':
      return partByPart(shape, radialLayout);
    case 'circle':
      return atOnce(() => circleLayout(shape));
    default: {
      const missing: never = request.algorithm;
      return missing;
    }
  }
}

function* partByPart(shape: GraphShape, layout: (part: GraphShape) => Places): LayoutSteps {
  const pictures: Picture[] = [];
  let done = 0;
  for (const part of partsOf(shape)) {
    pictures.push(pictureOf(part, layout));
    done += part.rows.length;
    yield done / shape.count;
  }
  return pack(shape, pictures);
}

// eslint-disable-next-line require-yield -- a circle is made in one go
function* atOnce(layout: () => Places): LayoutSteps {
  return layout();
}
