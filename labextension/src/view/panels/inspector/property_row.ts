import { button, element } from '../../dom';
import { DraftField } from './draft_field';
import type { Drafts } from './drafts';
import { FieldNotes } from './field_notes';
import { VALUE_KINDS, convert, kindOf, parse, write, type ValueKind } from './value_kind';

let count = 0;

/** One property without a schema: its id, its value as text of a kind, and what removes it. */
export class PropertyRow {
  readonly root = element('div', 'graphsync-property');
  private readonly label: HTMLLabelElement;
  private readonly kinds = kindChoice();
  private readonly slot = element('div', 'graphsync-property-value');
  private readonly notes: FieldNotes;
  private field: DraftField | undefined;
  private kind: ValueKind | undefined;
  /** Chosen, but no value of that kind was written yet. */
  private chosen: ValueKind | undefined;

  constructor(
    private readonly drafts: Drafts,
    readonly propertyId: string
  ) {
    this.label = element('label', 'graphsync-property-id', propertyId);
    this.label.title = propertyId;
    this.label.htmlFor = `graphsync-property-${(count += 1)}`;
    this.kinds.setAttribute('aria-label', `Kind of ${propertyId}`);
    this.kinds.addEventListener('change', () => this.become(this.kinds.value as ValueKind));
    this.notes = new FieldNotes(drafts, propertyId);
    const remove = button('graphsync-icon-button', `Remove ${propertyId}`, '×', () => {
      this.chosen = undefined;
      drafts.set(propertyId, undefined);
    });
    const head = element('div', 'graphsync-property-head', this.label, this.kinds, remove);
    this.root.append(head, this.slot, this.notes.root);
    this.root.dataset['property'] = propertyId;
    this.draw();
  }

  draw(): void {
    const state = this.drafts.state(this.propertyId);
    const kind = this.chosen ?? (state.isDirty ? this.kind : undefined) ?? kindOf(state.value);
    if (kind !== this.kind) {
      this.kind = kind;
      this.kinds.value = kind;
      this.slot.replaceChildren(this.input(kind));
    }
    this.field?.draw();
    const box = this.slot.querySelector<HTMLInputElement>('input[type="checkbox"]');
    if (box) {
      box.checked = state.value === true;
      box.indeterminate = state.isMixed;
    }
    this.notes.draw(state, this.field?.problem);
  }

  private become(kind: ValueKind): void {
    const { value } = this.drafts.state(this.propertyId);
    const converted = convert(value, kind);
    this.chosen = 'value' in converted ? undefined : kind;
    if ('value' in converted) {
      this.kind = undefined;
      this.drafts.set(this.propertyId, converted.value);
    }
    this.draw();
    this.slot.querySelector<HTMLElement>('input, textarea')?.focus();
  }

  private input(kind: ValueKind): HTMLElement {
    this.field = undefined;
    if (kind === 'truth') {
      return this.checkbox();
    }
    const input =
      kind === 'number'
        ? element('input', 'graphsync-input')
        : element('textarea', 'graphsync-input');
    input.id = this.label.htmlFor;
    input.dataset['long'] = kind === 'json' ? 'yes' : 'no';
    input.spellcheck = false;
    if (input instanceof HTMLTextAreaElement) {
      input.rows = 1;
    } else {
      input.inputMode = 'decimal';
    }
    this.field = new DraftField(this.drafts, this.propertyId, input, {
      write: (value) => (kindOf(value) === kind || kind === 'json' ? write(kind, value) : ''),
      parse: (text) => this.parse(kind, text)
    });
    return input;
  }

  private parse(kind: ValueKind, text: string) {
    const parsed = parse(kind, text);
    if ('value' in parsed) {
      this.chosen = undefined;
    }
    return parsed;
  }

  private checkbox(): HTMLElement {
    const box = element('input', '');
    box.type = 'checkbox';
    box.id = this.label.htmlFor;
    box.addEventListener('change', () => this.drafts.set(this.propertyId, box.checked));
    return box;
  }
}

/** A choice among the kinds of value. */
export function kindChoice(): HTMLSelectElement {
  const choice = element('select', 'graphsync-kind');
  for (const { kind, title } of VALUE_KINDS) {
    const option = element('option', '', title);
    option.value = kind;
    choice.append(option);
  }
  return choice;
}
