import type { Point } from '../geometry';

/** The shapes that a blueprint's `style.icon` may name, in the order of their numbers. */
export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'hexagon'] as const;

export type Shape = (typeof SHAPES)[number];

export function isShape(text: string): text is Shape {
  return (SHAPES as readonly string[]).includes(text);
}

// Corners around the origin, such that all shapes of one radius cover about the same area.
const CORNERS: Readonly<Record<Exclude<Shape, 'circle'>, readonly Point[]>> = {
  square: regular(4, 45, 1.25),
  diamond: regular(4, 0, 1.25),
  triangle: regular(3, -90, 1.45),
  hexagon: regular(6, 0, 1.1)
};

/** Returns a shape's outline as the data of an SVG path. */
export function outline(shape: Shape, { x, y }: Point, radius: number): string {
  if (shape === 'circle') {
    const [left, arc] = [x - radius, `a${radius} ${radius} 0 1 0`];
    return `M${left} ${y}${arc} ${2 * radius} 0${arc} ${-2 * radius} 0z`;
  }
  const corners = CORNERS[shape].map(
    (corner) => `${round(x + corner.x * radius)} ${round(y + corner.y * radius)}`
  );
  return `M${corners.join('L')}z`;
}

function regular(count: number, firstDegrees: number, reach: number): Point[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = ((firstDegrees + (360 * index) / count) * Math.PI) / 180;
    return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
  });
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
