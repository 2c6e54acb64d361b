import { newId } from '../../core';
import { element } from '../dom';
import { icon } from '../icons';

/** One of the things to choose from. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly swatch?: string;
  /** What else helps to tell it from the others. */
  readonly detail?: string;
}

export interface ChooserOptions {
  readonly label: string;
  readonly placeholder?: string;
  /** What fits a text, the best first. */
  find(text: string): readonly Option[];
  /** The colour of what a text stands for, if it has one; given where choices have colours. */
  swatch?(text: string): string | undefined;
  /** Something was chosen: with a key or by a press. */
  chosen(option: Option): void;
  /** The list has another size now. */
  resized?(): void;
}

/** A field that offers what fits to what is typed (an ARIA combobox with a list). */
export class Chooser {
  readonly root = element('div', 'graphsync-chooser');
  readonly field = element('input', 'graphsync-input');
  private readonly swatch = element('span', 'graphsync-swatch');
  private readonly list = element('div', 'graphsync-options');
  private offered: readonly Option[] = [];
  private at = -1;

  constructor(private readonly options: ChooserOptions) {
    this.field.type = 'text';
    this.field.placeholder = options.placeholder ?? '';
    this.field.autocomplete = 'off';
    this.field.spellcheck = false;
    this.list.id = `graphsync-options-${newId()}`;
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', options.label);
    setAttributes(this.field, {
      role: 'combobox',
      'aria-label': options.label,
      'aria-autocomplete': 'list',
      'aria-controls': this.list.id,
      'aria-expanded': 'false'
    });
    this.field.addEventListener('input', () => {
      this.drawSwatch();
      this.open(this.field.value);
    });
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('blur', () => this.close());
    this.field.addEventListener('click', () => this.open(''));
    const arrow = element('span', 'graphsync-chooser-arrow', icon('collapse'));
    const box = element('div', 'graphsync-chooser-box', this.field, arrow);
    box.prepend(...(options.swatch ? [this.swatch] : []));
    this.root.append(box, this.list);
  }

  get isOpen(): boolean {
    return !this.list.hidden;
  }

  /** The text in the field. */
  get text(): string {
    return this.field.value;
  }

  set text(text: string) {
    this.field.value = text;
    this.drawSwatch();
  }

  /** Shows what fits to a text; to the empty one everything does. */
  open(text: string): void {
    this.offered = this.options.find(text);
    this.list.replaceChildren(...this.offered.map((option, index) => this.row(option, index)));
    this.list.hidden = this.offered.length === 0;
    this.field.setAttribute('aria-expanded', String(this.isOpen));
    const same = this.offered.findIndex(({ label }) => label === this.field.value);
    this.pointTo(Math.max(0, same));
    this.options.resized?.();
  }

  close(): void {
    if (this.isOpen) {
      this.list.hidden = true;
      this.field.setAttribute('aria-expanded', 'false');
      this.field.removeAttribute('aria-activedescendant');
      this.options.resized?.();
    }
  }

  private drawSwatch(): void {
    const color = this.options.swatch?.(this.text);
    this.swatch.style.setProperty('--graphsync-swatch', color ?? 'transparent');
  }

  private row(option: Option, index: number): HTMLElement {
    const row = element('div', 'graphsync-option');
    row.id = `${this.list.id}-${index}`;
    row.setAttribute('role', 'option');
    if (option.swatch !== undefined) {
      const swatch = element('span', 'graphsync-swatch');
      swatch.style.setProperty('--graphsync-swatch', option.swatch);
      row.append(swatch);
    }
    row.append(element('span', 'graphsync-menu-label', option.label));
    if (option.detail !== undefined) {
      row.append(element('span', 'graphsync-menu-keys', option.detail));
    }
    // The field keeps the focus.
    row.addEventListener('pointerdown', (event) => event.preventDefault());
    row.addEventListener('mousedown', (event) => event.preventDefault());
    row.addEventListener('click', () => this.choose(option));
    return row;
  }

  private pointTo(index: number): void {
    this.at = index;
    [...this.list.children].forEach((row, at) => {
      row.setAttribute('aria-selected', String(at === index));
    });
    const row = this.list.children[index];
    if (row) {
      this.field.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView?.({ block: 'nearest' });
    } else {
      this.field.removeAttribute('aria-activedescendant');
    }
  }

  private choose(option: Option): void {
    this.text = option.label;
    this.close();
    this.options.chosen(option);
  }

  private key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const option = this.offered[this.at];
    if (by !== undefined) {
      this.walk(by);
    } else if (event.key === 'Enter' && this.isOpen && option) {
      this.choose(option);
    } else if (event.key === 'Escape' && this.isOpen && this.field.value !== '') {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private walk(by: number): void {
    if (this.isOpen) {
      const count = this.offered.length;
      this.pointTo((this.at + by + count) % count);
    } else {
      this.open('');
    }
  }
}

function setAttributes(made: Element, attributes: Record<string, string>): void {
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
}
