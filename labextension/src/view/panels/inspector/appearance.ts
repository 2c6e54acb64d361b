import { asColor } from '../../palette';
import { button, element } from '../../dom';
import { DraftField } from './draft_field';
import type { Drafts } from './drafts';
import { FieldNotes } from './field_notes';
import { PropertyRows } from './property_rows';
import { parse } from './value_kind';

const COLOR = '_color';
const PINNED = '_pinned';
const POSITION = '_position';
const OWN = new Set([COLOR, PINNED, POSITION]);

/** How the nodes are drawn for everybody: folded away, for it is rarely what one looks for. */
export class Appearance {
  readonly root = element('details', 'graphsync-folded');
  private readonly color = element('input', 'graphsync-color');
  private readonly colorText = element('span', 'graphsync-hint');
  private readonly unset: HTMLButtonElement;
  private readonly pinned = element('input', '');
  private readonly places: DraftField[];
  private readonly notes: FieldNotes[];
  private readonly rest: PropertyRows;

  constructor(
    private readonly drafts: Drafts,
    private readonly drawnColor: () => string | undefined
  ) {
    this.color.type = 'color';
    this.color.setAttribute('aria-label', 'Colour');
    this.color.addEventListener('change', () => drafts.set(COLOR, this.color.value));
    this.unset = button('graphsync-link-button', 'Use the colour of the type', 'As its type', () =>
      drafts.set(COLOR, undefined)
    );
    this.pinned.type = 'checkbox';
    this.pinned.addEventListener('change', () =>
      drafts.set(PINNED, this.pinned.checked ? true : undefined)
    );
    this.places = drafts.subject.isSeveral ? [] : [this.place(0, 'x'), this.place(1, 'y')];
    this.notes = [...OWN].map((propertyId) => new FieldNotes(drafts, propertyId));
    const isOther = (propertyId: string): boolean =>
      propertyId.startsWith('_') && !OWN.has(propertyId);
    this.rest = new PropertyRows(drafts, isOther, false);
    this.root.append(element('summary', '', 'Appearance'), ...this.rows());
    this.draw();
  }

  draw(): void {
    const color = this.drafts.state(COLOR);
    this.color.value = asHex(asColor(color.value) ?? this.drawnColor()) ?? '#888888';
    this.colorText.textContent = color.isMixed ? 'several values' : '';
    this.unset.hidden = color.value === undefined && !color.isMixed;
    const pinned = this.drafts.state(PINNED);
    this.pinned.checked = pinned.value === true;
    this.pinned.indeterminate = pinned.isMixed;
    this.places.forEach((place) => place.draw());
    const [colorNotes, pinnedNotes, placeNotes] = this.notes;
    colorNotes!.draw(color);
    pinnedNotes!.draw(pinned);
    const problem = this.places.find((place) => place.problem !== undefined)?.problem;
    placeNotes!.draw(this.drafts.state(POSITION), problem);
    this.rest.draw();
  }

  private rows(): HTMLElement[] {
    const [colorNotes, pinnedNotes, placeNotes] = this.notes;
    const pinned = element('label', '', this.pinned, ' Pinned: layouts leave it where it is');
    const color = element('div', 'graphsync-row', this.color, 'Colour', this.unset, this.colorText);
    const place = element('div', 'graphsync-row');
    for (const [index, { input }] of this.places.entries()) {
      place.append(element('label', '', index === 0 ? 'x' : 'y', input));
    }
    return [
      color,
      colorNotes!.root,
      element('div', 'graphsync-row', pinned),
      pinnedNotes!.root,
      ...(this.places.length > 0 ? [place] : []),
      placeNotes!.root,
      this.rest.root
    ];
  }

  /** One coordinate; the other stays as it is. */
  private place(index: 0 | 1, title: string): DraftField {
    const input = element('input', 'graphsync-input');
    input.inputMode = 'decimal';
    input.setAttribute('aria-label', title);
    input.placeholder = 'by itself';
    return new DraftField(this.drafts, POSITION, input, {
      write: (value) => (Array.isArray(value) ? String(value[index] ?? '') : ''),
      parse: (text) => {
        const parsed = parse('number', text);
        if ('problem' in parsed) {
          return parsed;
        }
        const { value } = this.drafts.state(POSITION);
        const [x, y] = Array.isArray(value) ? (value as unknown[]) : [0, 0];
        return { value: index === 0 ? [parsed.value, y] : [x, parsed.value] };
      }
    });
  }
}

/** A colour input takes nothing but six digits. */
function asHex(color: string | undefined): string | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/.exec(color ?? '')?.[1];
  if (digits === undefined) {
    return undefined;
  }
  return digits.length === 3
    ? `#${[...digits].map((digit) => digit + digit).join('')}`
    : `#${digits.slice(0, 6)}`;
}
