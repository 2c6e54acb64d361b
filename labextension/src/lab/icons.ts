import { LabIcon } from '@jupyterlab/ui-components';

const LINKED =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<g class="jp-icon3 jp-icon-selectable" fill="#616161">' +
  '<path d="M6.3 4.9l1.3.6-2.6 5-1.3-.6zM9.7 4.9l-1.3.6 2.6 5 1.3-.6zM5.5 11.1h5v1.4h-5z"/>' +
  '<circle cx="8" cy="3.4" r="2.2"/><circle cx="3.6" cy="11.8" r="2.2"/>' +
  '<circle cx="12.4" cy="11.8" r="2.2"/></g></svg>';

const LAYERS =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" d="M6 1.5h4v3H8.6v2.2h4.1v2.8H14v4h-4v-4h1.5V7.9h-7v1.6H6v4H2v-4' +
  'h1.3V6.7h4.1V4.5H6z"/></svg>';

const CORNERS =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" d="M2 2h4.5v1.5h-3v3H2zM9.5 2H14v4.5h-1.5v-3h-3z' +
  'M12.5 9.5H14V14H9.5v-1.5h3zM2 9.5h1.5v3h3V14H2z"/></svg>';

const SIDE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" d="M1.5 2.5h13v11h-13zM3 4v8h6.5V4zm8 0v8h2V4z" ' +
  'fill-rule="evenodd"/></svg>';

const PALETTE =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" d="M8 1.8a6.2 6.2 0 0 0 0 12.4c1 0 1.6-.8 1.6-1.6 0-.9' +
  '-.6-1.2-.6-1.9 0-.6.5-1 1.2-1h1.4c1.4 0 2.6-1 2.6-2.6C14.2 4 11.4 1.8 8 1.8zm-3.6 6.8a1 1 0 1' +
  ' 1 0-2 1 1 0 0 1 0 2zm2-2.9a1 1 0 1 1 0-2 1 1 0 0 1 0 2zm3.4 0a1 1 0 1 1 0-2 1 1 0 0 1 0 2z' +
  'm2.1 2.6a1 1 0 1 1 0-2 1 1 0 0 1 0 2z"/></svg>';

const DASHES =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" d="M2 2h3.5v1.5h-2v2H2zM6.8 2h2.4v1.5H6.8zM10.5 2H14v3.5' +
  'h-1.5v-2h-2zM14 6.8v2.4h-1.5V6.8zM14 10.5V14h-3.5v-1.5h2v-2zM9.2 14H6.8v-1.5h2.4zM5.5 14H2v-3.5' +
  'h1.5v2h2zM2 9.2V6.8h1.5v2.4zM6 6h4v4H6z"/></svg>';

const CLOCK =
  '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16" viewBox="0 0 16 16">' +
  '<path class="jp-icon3" fill="#616161" fill-rule="evenodd" d="M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5' +
  ' 0 0 0 0-13zM8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3zm-.7 1.5h1.4v3.2l2.2 1.3-.7 1.2-2.9-1.7z"/></svg>';

/** Three linked nodes: a graph, its file, its panel. */
export const graphIcon = new LabIcon({ name: 'graphsync:graph', svgstr: LINKED });

export const arrangeIcon = new LabIcon({ name: 'graphsync:arrange', svgstr: LAYERS });

export const fitIcon = new LabIcon({ name: 'graphsync:fit', svgstr: CORNERS });

export const historyIcon = new LabIcon({ name: 'graphsync:history', svgstr: CLOCK });

export const sideIcon = new LabIcon({ name: 'graphsync:side', svgstr: SIDE });

export const appearanceIcon = new LabIcon({ name: 'graphsync:appearance', svgstr: PALETTE });

export const boxIcon = new LabIcon({ name: 'graphsync:box', svgstr: DASHES });
