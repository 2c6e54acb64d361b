import type { CanvasHost } from './canvas_host';
import { button, element, svgElement } from './dom';
import { icon } from './icons';
import type { Meaning } from './looks/appearance';
import { propertyTitle } from './looks/property_title';
import { outline } from './looks/shapes';
import { LARGEST, SMALLEST } from './looks/sizes';
import { sequential } from './palette';
import type { Scene } from './scene';
import { shorten } from './text';

const MOST_SHOWN = 8;
const STOPS = 8;
const MARGIN_PX = 20;

/** What stands over the colours and over the sizes. */
interface Titles {
  readonly color: string;
  readonly size: string;
}

/** What colours and sizes stand for, where that is not plain. It can be folded away. */
export class Legend {
  readonly root = element('section', 'graphsync-legend');
  private readonly body = element('div', 'graphsync-legend-body');
  private readonly fold: HTMLButtonElement;
  private told = '';
  // Its size is told when the page has it: asking for it would make the page find out at once.
  private readonly sizes = new ResizeObserver(() => this.makeRoom());

  constructor(
    private readonly scene: Scene,
    private readonly host: CanvasHost
  ) {
    this.root.setAttribute('aria-label', 'Legend');
    this.fold = button('graphsync-legend-fold', 'Legend', '', () => this.toggle());
    this.root.append(this.fold, this.body);
    this.root.hidden = true;
    this.drawFold();
    this.sizes.observe(this.root);
  }

  dispose(): void {
    this.sizes.disconnect();
  }

  /** Brings it in step with the scene, if it says something else now. */
  draw(): void {
    const meaning = this.scene.meaning();
    const titles = this.titles(meaning);
    const told = JSON.stringify([meaning, titles]);
    if (told !== this.told) {
      this.told = told;
      this.root.hidden = !saysAnything(meaning);
      this.body.replaceChildren(...colorParts(meaning, titles), ...sizeParts(meaning, titles));
    }
  }

  private titles({ colorBy, sizeBy }: Meaning): Titles {
    const titleOf = (propertyId: string | undefined): string =>
      propertyId === undefined ? '' : propertyTitle(this.scene.replica, propertyId);
    return { color: `Colour: ${titleOf(colorBy)}`, size: `Size: ${titleOf(sizeBy)}` };
  }

  private toggle(): void {
    this.body.hidden = !this.body.hidden;
    this.drawFold();
  }

  private drawFold(): void {
    const isOpen = !this.body.hidden;
    this.fold.replaceChildren(icon(isOpen ? 'collapse' : 'expand'), 'Legend');
    this.fold.setAttribute('aria-expanded', String(isOpen));
  }

  /** Nodes do not lie under it where the whole graph is shown. */
  private makeRoom(): void {
    const { offsetWidth, offsetHeight, hidden } = this.root;
    const size = { width: offsetWidth + MARGIN_PX, height: offsetHeight + MARGIN_PX };
    this.host.reserve(hidden ? undefined : size);
  }
}

function saysAnything({ rows, colorBy, colorRange, sizeRange }: Meaning): boolean {
  return rows.length > 1 || colorBy !== undefined || Boolean(colorRange) || Boolean(sizeRange);
}

function colorParts({ colorBy, rows, colorRange }: Meaning, { color }: Titles): HTMLElement[] {
  const parts = colorBy === undefined ? [] : [heading(color)];
  if (colorRange) {
    const scale = element('div', 'graphsync-legend-scale');
    const stops = Array.from({ length: STOPS + 1 }, (_, step) => sequential(step / STOPS));
    scale.style.background = `linear-gradient(to right, ${stops.join(', ')})`;
    parts.push(scale, ends(colorRange.least, colorRange.most));
  } else if (rows.length > 1 || colorBy !== undefined) {
    parts.push(...colorRows(rows));
  }
  return parts;
}

function colorRows(rows: Meaning['rows']): HTMLElement[] {
  const shown = rows.slice(0, MOST_SHOWN).map(({ title, color, shape, count }) => {
    const dot = svgElement('svg', { class: 'graphsync-legend-dot', viewBox: '-8 -8 16 16' });
    dot.append(svgElement('path', { d: outline(shape, { x: 0, y: 0 }, 5.5), fill: color }));
    dot.setAttribute('aria-hidden', 'true');
    const text = element('span', 'graphsync-legend-title', shorten(title, 24));
    const number = element('span', 'graphsync-legend-count', count.toLocaleString('en'));
    return element('div', 'graphsync-legend-row', dot, text, number);
  });
  const rest = rows.length - shown.length;
  const more = rest > 0 ? [heading(`and ${rest.toLocaleString('en')} more`)] : [];
  return [...shown, ...more];
}

function sizeParts({ sizeBy, sizeRange }: Meaning, { size }: Titles): HTMLElement[] {
  if (sizeBy === undefined || !sizeRange) {
    return [];
  }
  const row = element('div', 'graphsync-legend-sizes');
  row.append(disc(SMALLEST), number(sizeRange.least), disc(LARGEST), number(sizeRange.most));
  return [heading(size), row];
}

function disc(radius: number): HTMLElement {
  const made = element('span', 'graphsync-legend-disc');
  made.style.width = made.style.height = `${2 * radius}px`;
  return made;
}

function heading(text: string): HTMLElement {
  return element('div', 'graphsync-legend-heading', shorten(text, 32));
}

function ends(least: number, most: number): HTMLElement {
  return element('div', 'graphsync-legend-ends', number(least), number(most));
}

function number(value: number): HTMLElement {
  const text = value.toLocaleString('en', { maximumSignificantDigits: 3 });
  return element('span', '', text);
}
