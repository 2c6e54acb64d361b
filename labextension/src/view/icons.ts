import { svgElement } from './dom';

// Drawn by us on a grid of 16, as strokes in the text's colour.
const PATHS = {
  add: 'M8 3v10M3 8h10',
  arrange: 'M8 2v3M8 5H4v3M8 5h4v3M2 8h4v4H2zM10 8h4v4h-4z',
  box: 'M3 5V3h2M8 3h.01M11 3h2v2M13 8v.01M13 11v2h-2M8 13h.01M5 13H3v-2M3 8h.01M6 6h4v4H6z',
  clock: 'M8 14A6 6 0 108 2a6 6 0 000 12zM8 4.5V8l2.5 1.5',
  close: 'M4 4l8 8M12 4l-8 8',
  collapse: 'M4 6l4 4 4-4',
  compare: 'M8 2.5v5M5.5 5h5M5.5 12h5',
  copy: 'M6 6h7v7H6zM3 10V3h7',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M3 13h10',
  expand: 'M6 4l4 4-4 4',
  fit: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  flag: 'M4 14V2.5M4 3h8l-2 2.75L12 8.5H4',
  link: 'M4 12l8-8M7 4h5v5',
  next: 'M4 3.5L9 8l-5 4.5zM11.5 3.5v9',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  people:
    'M6 8a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM1.5 13c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M11 3.3a2.5 2.5 0 010 4.5M12 9.3c1.5.5 2.5 1.8 2.5 3.7',
  play: 'M5 3l8 5-8 5z',
  previous: 'M12 3.5L7 8l5 4.5zM4.5 3.5v9',
  redo: 'M10 3l3 3-3 3M13 6H7a4 4 0 000 8h2',
  remove: 'M3 4.5h10M6 4.5V3h4v1.5M4.5 4.5l.7 8.5h5.6l.7-8.5',
  rename: 'M10.5 3l2.5 2.5L6 12.5l-3 .5.5-3z',
  search: 'M7 11.5a4.5 4.5 0 100-9 4.5 4.5 0 000 9zM10.5 10.5L14 14',
  side: 'M2 3h12v10H2zM10 3v10',
  style:
    'M8 2a6 6 0 100 12c1 0 1.5-.7 1.5-1.5 0-1.5 0-2 1.5-2h1.5C13.5 10.5 14 9.5 14 8a6 6 0 00-6-6zM5 7h.01M8 5h.01M11 7h.01',
  undo: 'M6 3L3 6l3 3M3 6h6a4 4 0 010 8H7'
} as const;

export type IconName = keyof typeof PATHS;

/** Draws an icon; it says nothing to screen readers, whoever uses it has a label. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = svgElement('svg', { class: 'graphsync-icon', viewBox: '0 0 16 16' });
  drawing.setAttribute('aria-hidden', 'true');
  drawing.append(svgElement('path', { d: PATHS[name] }));
  return drawing;
}
