// Hues that stay apart for most people who see colours differently, of like weight on light and
// dark ground.
const HUES = [
  '#4c78d0',
  '#e07b39',
  '#2f9e77',
  '#c2528b',
  '#8a63d2',
  '#b8922e',
  '#3b9cc4',
  '#d0524a',
  '#6f9b3c',
  '#8d7565'
];

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const WORD = /^[a-z]+$/i;

/** Returns a colour that people wrote, if it is one: nothing else reaches canvas and styles. */
export function asColor(value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return undefined;
  }
  return HEX.test(value) || (WORD.test(value) && CSS.supports('color', value))
    ? value.toLowerCase()
    : undefined;
}

/** Colours by name: a name keeps its colour, and different names differ while there are hues. */
export class Palette {
  private readonly chosen = new Map<string, string>();

  colorOf(name: string): string {
    let color = this.chosen.get(name);
    if (!color) {
      color = this.choose(name);
      this.chosen.set(name, color);
    }
    return color;
  }

  private choose(name: string): string {
    const first = hash(name) % HUES.length;
    const used = new Set(this.chosen.values());
    for (let step = 0; step < HUES.length; step += 1) {
      const color = HUES[(first + step) % HUES.length]!;
      if (!used.has(color)) {
        return color;
      }
    }
    return HUES[first]!;
  }
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value;
}

// Lighter with the number, in hues that stay apart from light and dark ground alike.
const SCALE = ['#4b52b0', '#8a4fae', '#c2528b', '#e0765c', '#e3a33c'].map(parts);
const STEPS = 64;

const steps = Array.from({ length: STEPS + 1 }, (_, step) => mixed(step / STEPS));

/** The colour of a number that is so far along its range, from 0 to 1. */
export function sequential(share: number): string {
  return steps[Math.round(share * STEPS)]!;
}

function mixed(share: number): string {
  const along = share * (SCALE.length - 1);
  const index = Math.min(SCALE.length - 2, Math.floor(along));
  const [from, to] = [SCALE[index]!, SCALE[index + 1]!];
  const mix = from.map((part, at) => Math.round(part + (to[at]! - part) * (along - index)));
  return `#${mix.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function parts(hex: string): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
}
