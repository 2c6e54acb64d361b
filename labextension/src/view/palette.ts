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
