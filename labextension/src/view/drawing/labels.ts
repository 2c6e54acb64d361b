import { meet, type Box, type Point } from '../geometry';
import type { Scene } from '../scene';
import type { Camera } from './camera';
import type { Mirror } from './mirror';

/** A text that has room: its upper middle on the canvas. */
export interface Label extends Point {
  readonly nodeId: string;
  readonly text: string;
}

export const FONT_PX = 12;
export const LINE_PX = 15;

const CELL_PX = 64;
const LEAST_RADIUS_PX = 2.8;
const MOST_CANDIDATES = 900;
const OUTSIDE_PX = 80;
// As many sizes as are told apart when only the largest are looked at.
const SIZES = 128;
const SIZE_STEPS = 4;

/** Chooses which labels are written: those of large nodes first, where there is room. */
export class Labels {
  private readonly widths = new Map<string, number>();

  constructor(private readonly widthOf: (text: string) => number) {}

  choose(scene: Scene, mirror: Mirror, camera: Camera): Label[] {
    const rooms = new Rooms();
    const chosen: Label[] = [];
    for (const row of candidates(mirror, camera)) {
      const { x, y, size } = mirror.nodes.placeOf(row);
      const at = camera.toScreen({ x, y });
      const top = at.y + size * camera.growth + (mirror.nodes.isSelected(row) ? 7 : 3);
      const nodeId = mirror.nodes.ids[row]!;
      const text = scene.caption(nodeId);
      const half = this.width(text) / 2 + 4;
      const room = { left: at.x - half, top, right: at.x + half, bottom: top + LINE_PX + 2 };
      if (rooms.take(room)) {
        chosen.push({ nodeId, text, x: at.x, y: top });
      }
    }
    return chosen;
  }

  /** Another font, other widths. */
  forget(): void {
    this.widths.clear();
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

/** The nodes in sight that may have a label: what is selected or stands out first, then by size. */
function candidates({ nodes, isFading }: Mirror, camera: Camera): number[] {
  const least = LEAST_RADIUS_PX / camera.growth;
  const from = camera.toGraph({ x: -OUTSIDE_PX, y: -OUTSIDE_PX });
  const to = camera.toGraph({ x: camera.width + OUTSIDE_PX, y: camera.height + OUTSIDE_PX });
  const sight = { left: from.x, top: from.y, right: to.x, bottom: to.y };
  const weightOf = (row: number): number => {
    const first = Number(nodes.isFolded(row)) + 2 * Number(nodes.isSelected(row));
    return (isFading && nodes.isNear(row) ? first + 1 : first) * SIZES + nodes.sizeOf(row);
  };
  const rows = nodes.rowsIn(sight).filter((row) => {
    const isShown = isFading ? nodes.isNear(row) : !nodes.isFaded(row);
    return isShown && (nodes.sizeOf(row) >= least || nodes.isSelected(row) || nodes.isFolded(row));
  });
  return largest(rows, weightOf);
}

/** Returns the rows of greatest weight in falling order, without sorting all where there are many. */
function largest(rows: number[], weightOf: (row: number) => number): number[] {
  let kept = rows;
  if (rows.length > MOST_CANDIDATES) {
    const floor = floorFor(rows, weightOf);
    kept = rows.filter((row) => weightOf(row) >= floor).slice(0, 2 * MOST_CANDIDATES);
  }
  return kept.sort((one, other) => weightOf(other) - weightOf(one));
}

function floorFor(rows: readonly number[], weightOf: (row: number) => number): number {
  const counts = new Array<number>(5 * SIZES * SIZE_STEPS).fill(0);
  rows.forEach((row) => (counts[Math.floor(weightOf(row) * SIZE_STEPS)]! += 1));
  let [step, sum] = [counts.length, 0];
  while (step > 0 && sum < MOST_CANDIDATES) {
    step -= 1;
    sum += counts[step]!;
  }
  return step / SIZE_STEPS;
}

/** The places on a canvas that are written on. */
class Rooms {
  private readonly cells = new Map<string, Box[]>();

  take(room: Box): boolean {
    const keys = cellsOf(room);
    const isFree = !keys.some((key) => this.cells.get(key)?.some((other) => meet(room, other)));
    if (isFree) {
      keys.forEach((key) => this.cells.set(key, [...(this.cells.get(key) ?? []), room]));
    }
    return isFree;
  }
}

function cellsOf({ left, top, right, bottom }: Box): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(left / CELL_PX); x <= Math.floor(right / CELL_PX); x += 1) {
    for (let y = Math.floor(top / CELL_PX); y <= Math.floor(bottom / CELL_PX); y += 1) {
      keys.push(`${x}:${y}`);
    }
  }
  return keys;
}
