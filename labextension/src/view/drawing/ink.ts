const UNKNOWN = 0xff9a918a;

const known = new Map<string, number>();
let reader: CanvasRenderingContext2D | null | undefined;

/** Returns a colour as graphics cards read it: a word of four bytes, red in the lowest. */
export function inkOf(color: string): number {
  let ink = known.get(color);
  if (ink === undefined) {
    ink = fromHex(color) ?? fromHex(asHex(color)) ?? UNKNOWN;
    known.set(color, ink);
  }
  return ink;
}

/** Returns a colour's parts between 0 and 1. */
export function partsOf(color: string): [number, number, number, number] {
  const ink = inkOf(color);
  return [ink & 255, (ink >>> 8) & 255, (ink >>> 16) & 255, ink >>> 24].map(
    (part) => part / 255
  ) as [number, number, number, number];
}

const [WHITE, BLACK] = ['#ffffff', '#1f2328'];

/** Which of white and black is read better on an ink. */
export function readableOn(ink: number): string {
  const light = 0.299 * (ink & 255) + 0.587 * ((ink >>> 8) & 255) + 0.114 * ((ink >>> 16) & 255);
  return light > 165 ? BLACK : WHITE;
}

function fromHex(color: string): number | undefined {
  const digits = /^#([0-9a-f]{3,8})$/i.exec(color)?.[1];
  const long = digits && (digits.length < 5 ? digits.replace(/./g, '$&$&') : digits);
  if (!long || (long.length !== 6 && long.length !== 8)) {
    return undefined;
  }
  const [red, green, blue, alpha] = [0, 2, 4, 6].map((at) =>
    parseInt(long.slice(at, at + 2) || 'ff', 16)
  ) as [number, number, number, number];
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A canvas tells every colour that it knows by its digits. */
function asHex(color: string): string {
  reader ??= document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (!reader) {
    return '';
  }
  reader.clearRect(0, 0, 1, 1);
  reader.fillStyle = '#8a919a';
  reader.fillStyle = color;
  reader.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = reader.getImageData(0, 0, 1, 1).data;
  return `#${[red!, green!, blue!, alpha!].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
