import { atLeast, boxOf, type Box, type Point } from '../geometry';
import type { Scene } from '../scene';
import type { Camera } from './camera';
import { labelCandidates } from './label_candidates';
import type { Mirror } from './mirror';
import { Rooms } from './rooms';

/** A text that has room: its upper middle on the canvas. */
export interface Label extends Point {
  readonly nodeId: string;
  readonly text: string;
}

export const FONT_PX = 12;
export const LINE_PX = 15;

const GAP_PX = 3;
const OUTSIDE_PX = 80;
// Where nodes are more than this, labels may lie over some.
const MOST_OBSTACLES = 1_500;

interface Spot extends Point {
  readonly radius: number;
}

/** Chooses which labels are written, and where: those of large nodes first, where there is room. */
export class Labels {
  private readonly widths = new Map<string, number>();

  constructor(private readonly widthOf: (text: string) => number) {}

  /** No label is written in `blocked`, where something else stands. */
  choose(scene: Scene, mirror: Mirror, camera: Camera, blocked?: Box): Label[] {
    const inSight = mirror.nodes.rowsIn(sightOf(camera));
    const rooms = new Rooms();
    if (blocked) {
      rooms.take(blocked);
    }
    if (inSight.length <= MOST_OBSTACLES) {
      takeNodes(rooms, mirror, camera, inSight);
    }
    const chosen: Label[] = [];
    for (const row of labelCandidates(mirror, camera, inSight)) {
      const nodeId = mirror.nodes.ids[row]!;
      const text = scene.caption(nodeId);
      const room = this.roomFor(text, spotOf(mirror, camera, row), rooms, camera);
      if (room) {
        rooms.take(room);
        chosen.push({ nodeId, text, x: (room.left + room.right) / 2, y: room.top });
      }
    }
    return chosen;
  }

  /** Another font, other widths. */
  forget(): void {
    this.widths.clear();
  }

  /** A free place that is seen whole, if there is one: half a label at the edge says nothing. */
  private roomFor(text: string, spot: Spot, rooms: Rooms, camera: Camera): Box | undefined {
    const half = this.width(text) / 2 + GAP_PX;
    return placesAround(spot, half, camera).find(
      (room) => isWithin(room, camera) && rooms.isFree(room)
    );
  }

  private width(text: string): number {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.widthOf(text);
      this.widths.set(text, width);
    }
    return width;
  }
}

/** Below a node if that is free, else beside it, above it, or below and pushed in from the edge. */
function placesAround({ x, y, radius }: Spot, half: number, { width }: Camera): Box[] {
  const far = radius + GAP_PX;
  const around = (middle: number, top: number): Box => ({
    left: middle - half,
    top,
    right: middle + half,
    bottom: top + LINE_PX
  });
  const places = [
    around(x, y + far),
    around(x + far + half, y - LINE_PX / 2),
    around(x - far - half, y - LINE_PX / 2),
    around(x, y - far - LINE_PX)
  ];
  const isInSight = x >= 0 && x <= width;
  const pushedIn = Math.max(half, Math.min(width - half, x));
  return isInSight
    ? [...places, around(pushedIn, y + far), around(pushedIn, y - far - LINE_PX)]
    : places;
}

function isWithin({ left, top, right, bottom }: Box, { width, height }: Camera): boolean {
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function sightOf(camera: Camera): Box {
  return boxOf(
    camera.toGraph({ x: -OUTSIDE_PX, y: -OUTSIDE_PX }),
    camera.toGraph({ x: camera.width + OUTSIDE_PX, y: camera.height + OUTSIDE_PX })
  );
}

function spotOf({ nodes }: Mirror, camera: Camera, row: number): Spot {
  const { x, y, size } = nodes.placeOf(row);
  const ring = nodes.isSelected(row) ? 5 : nodes.isFolded(row) ? 3 : 0;
  return { ...camera.toScreen({ x, y }), radius: size * camera.growth + ring };
}

/** What is faded may be written over. */
function takeNodes(rooms: Rooms, mirror: Mirror, camera: Camera, inSight: readonly number[]): void {
  const { nodes, isFading } = mirror;
  for (const row of inSight) {
    if (isFading ? nodes.isNear(row) : !nodes.isFaded(row)) {
      const { x, y, radius } = spotOf(mirror, camera, row);
      rooms.take(atLeast({ left: x, top: y, right: x, bottom: y }, 1.6 * radius, 1.6 * radius));
    }
  }
}
