import { meet, type Box } from '../geometry';

const CELL_PX = 64;

/** The places on a canvas that are taken. */
export class Rooms {
  private readonly cells = new Map<string, Box[]>();

  isFree(room: Box): boolean {
    return !cellsOf(room).some((key) => this.cells.get(key)?.some((other) => meet(room, other)));
  }

  take(room: Box): void {
    for (const key of cellsOf(room)) {
      const known = this.cells.get(key);
      if (known) {
        known.push(room);
      } else {
        this.cells.set(key, [room]);
      }
    }
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
