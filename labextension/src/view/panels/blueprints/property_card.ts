import { button, element } from '../../dom';
import { choiceField, labelled, textField, tick } from './fields';
import type { PropertyKind, PropertySpec } from './property_spec';

const KINDS: readonly (readonly [PropertyKind, string])[] = [
  ['text', 'Text'],
  ['number', 'Number'],
  ['integer', 'Integer'],
  ['truth', 'Yes or no'],
  ['choice', 'Choice'],
  ['texts', 'List of texts']
];
const OTHER = ['other', 'Other (as JSON)'] as const;

/** One property of a type: its id, what it may hold, whether it has to be there. */
export class PropertyCard {
  readonly root = element('fieldset', 'graphsync-property-card');
  private readonly id: HTMLInputElement;
  private readonly kind: HTMLSelectElement;
  private readonly required: HTMLInputElement;
  private readonly more = element('div', 'graphsync-property-more');
  private readonly choices = element('textarea', 'graphsync-input');
  private readonly least: HTMLInputElement;
  private readonly most: HTMLInputElement;
  private readonly otherwise: HTMLInputElement;
  private readonly truth: HTMLSelectElement;

  constructor(
    private readonly spec: PropertySpec,
    removed: () => void
  ) {
    const { propertyId, otherwise, least, most } = spec;
    this.id = textField(propertyId, 'property');
    this.id.setAttribute('aria-label', 'Property');
    this.kind = choiceField(spec.kind === 'other' ? [...KINDS, OTHER] : KINDS, spec.kind);
    this.kind.setAttribute('aria-label', 'Type of the property');
    this.kind.addEventListener('change', () => this.draw());
    const [label, required] = tick('required', spec.isRequired);
    this.required = required;
    this.choices.value = spec.choices.join('\n');
    this.choices.rows = 3;
    this.least = numberField(least);
    this.most = numberField(most);
    this.otherwise = textField(typeof otherwise === 'boolean' ? '' : textOf(otherwise), 'none');
    this.truth = choiceField(
      [
        ['', 'none'],
        ['true', 'yes'],
        ['false', 'no']
      ],
      typeof otherwise === 'boolean' ? String(otherwise) : ''
    );
    const remove = button('graphsync-icon-button', 'Remove this property', '×', removed);
    this.root.append(element('div', 'graphsync-row', this.id, remove));
    this.root.append(element('div', 'graphsync-row', this.kind, label), this.more);
    this.draw();
  }

  focus(): void {
    this.id.focus();
  }

  /** What is written here, or what is wrong with it. */
  read(): PropertySpec | { problem: string } {
    const propertyId = this.id.value.trim();
    const kind = this.kind.value as PropertyKind;
    const base = { propertyId, kind, isRequired: this.required.checked, part: this.spec.part };
    if (propertyId === '' || propertyId.startsWith('_')) {
      return { problem: 'Every property needs an id that does not begin with “_”.' };
    }
    const choices = kind === 'choice' ? this.lines() : [];
    if (kind === 'choice' && choices.length === 0) {
      return { problem: `Write the choices of “${propertyId}”, one a line.` };
    }
    const otherwise = this.readOtherwise(kind, choices);
    const [least, most] = [numberIn(this.least), numberIn(this.most)];
    if (otherwise === BAD || [otherwise, least, most].some(Number.isNaN)) {
      return { problem: `A value of “${propertyId}” does not fit its type.` };
    }
    const hasLimits = kind === 'number' || kind === 'integer';
    return { ...base, choices, otherwise, ...(hasLimits ? { least, most } : {}) };
  }

  private draw(): void {
    const kind = this.kind.value as PropertyKind;
    this.more.dataset['kind'] = kind;
    this.more.replaceChildren(...this.fields(kind));
  }

  private fields(kind: PropertyKind): HTMLElement[] {
    switch (kind) {
      case 'text':
        return [labelled('Default', this.otherwise)];
      case 'truth':
        return [labelled('Default', this.truth)];
      case 'number':
      case 'integer':
        return [
          labelled('At least', this.least),
          labelled('At most', this.most),
          labelled('Default', this.otherwise)
        ];
      case 'choice':
        return [labelled('Choices, one a line', this.choices), labelled('Default', this.otherwise)];
      case 'texts':
        return [];
      case 'other':
        return [element('p', 'graphsync-hint', 'Switch to JSON to change what it may hold.')];
    }
  }

  private lines(): string[] {
    const lines = this.choices.value.split('\n').map((line) => line.trim());
    return [...new Set(lines.filter((line) => line !== ''))];
  }

  private readOtherwise(kind: PropertyKind, choices: readonly string[]): unknown {
    const text = this.otherwise.value;
    switch (kind) {
      case 'text':
        return text === '' ? undefined : text;
      case 'choice':
        return text === '' ? undefined : choices.includes(text) ? text : BAD;
      case 'number':
      case 'integer':
        return numberIn(this.otherwise);
      case 'truth':
        return this.truth.value === '' ? undefined : this.truth.value === 'true';
      case 'texts':
      case 'other':
        return this.spec.otherwise;
    }
  }
}

const BAD = Symbol('bad');

function numberField(value: number | undefined): HTMLInputElement {
  const made = textField(value === undefined ? '' : String(value), 'any');
  made.inputMode = 'decimal';
  return made;
}

/** Returns NaN for what is no number. */
function numberIn({ value }: HTMLInputElement): number | undefined {
  const read = value.trim() === '' ? undefined : Number(value);
  return read === undefined || Number.isFinite(read) ? read : NaN;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
