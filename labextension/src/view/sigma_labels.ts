import { shorten } from './text';
import type { Theme } from './theme';

interface Candidate {
  key: string;
  label: string;
  x: number;
  y: number;
  size: number;
}

interface Room {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const FONT_PX = 12;
const LINE_PX = 15;
const CELL_PX = 60;

/**
 * Writes labels below their nodes, those of large nodes first, and leaves out what would lie on
 * another. sigma offers the candidates of a frame one by one; they are written at its end.
 */
export class LabelLayer {
  private candidates: Candidate[] = [];
  private rooms = new Map<string, Room[]>();

  readonly offer = (_context: unknown, candidate: { label: string | null }): void => {
    if (candidate.label) {
      this.candidates.push({ ...(candidate as Candidate) });
    }
  };

  /** `isFaded` names nodes that are drawn so pale that a label would only be in the way. */
  write(context: CanvasRenderingContext2D, theme: Theme, isFaded: (key: string) => boolean): void {
    const candidates = this.candidates.sort((one, other) => other.size - one.size);
    this.candidates = [];
    this.rooms.clear();
    setFont(context, theme);
    for (const candidate of candidates) {
      if (!isFaded(candidate.key)) {
        this.writeOne(context, theme, candidate);
      }
    }
  }

  private writeOne(context: CanvasRenderingContext2D, theme: Theme, one: Candidate): void {
    const text = shorten(one.label);
    const half = context.measureText(text).width / 2 + 3;
    const top = one.y + one.size + 2;
    const room = { left: one.x - half, top, right: one.x + half, bottom: top + LINE_PX };
    if (this.take(room)) {
      writeText(context, theme, text, { x: one.x, y: top });
    }
  }

  private take(room: Room): boolean {
    const cells = cellsOf(room);
    const isTaken = cells.some((cell) => this.rooms.get(cell)?.some((other) => meet(room, other)));
    if (!isTaken) {
      cells.forEach((cell) => {
        const known = this.rooms.get(cell);
        if (known) {
          known.push(room);
        } else {
          this.rooms.set(cell, [room]);
        }
      });
    }
    return !isTaken;
  }
}

export function setFont(context: CanvasRenderingContext2D, theme: Theme): void {
  context.font = `${FONT_PX}px ${theme.font}`;
  context.textAlign = 'center';
  context.textBaseline = 'top';
  context.lineJoin = 'round';
}

/** Writes with a rim in the ground's colour, so that links do not strike the text through. */
export function writeText(
  context: CanvasRenderingContext2D,
  theme: Theme,
  text: string,
  at: { x: number; y: number }
): void {
  context.lineWidth = 3;
  context.strokeStyle = theme.background;
  context.strokeText(text, at.x, at.y);
  context.fillStyle = theme.text;
  context.fillText(text, at.x, at.y);
}

function cellsOf({ left, top, right, bottom }: Room): string[] {
  const cells: string[] = [];
  for (let x = Math.floor(left / CELL_PX); x <= Math.floor(right / CELL_PX); x += 1) {
    for (let y = Math.floor(top / CELL_PX); y <= Math.floor(bottom / CELL_PX); y += 1) {
      cells.push(`${x}:${y}`);
    }
  }
  return cells;
}

function meet(one: Room, other: Room): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}
