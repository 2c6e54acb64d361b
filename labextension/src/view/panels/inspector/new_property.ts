import { NAME } from '../../../core';
import { button, element } from '../../dom';
import type { Drafts } from './drafts';
import { kindChoice } from './property_row';
import { parse, type ValueKind } from './value_kind';

/** Adds a property: its id, a kind, a value. */
export class NewProperty {
  readonly root = element('div', 'graphsync-new-property');
  private readonly open: HTMLButtonElement;
  private readonly form = element('div', 'graphsync-new-property-form');
  private readonly id = input('Property', 'property');
  private readonly kinds = kindChoice();
  private readonly value = input('Value', 'value');
  private readonly problem = element('p', 'graphsync-problem');

  constructor(private readonly drafts: Drafts) {
    this.open = button('graphsync-link-button', 'Add a property', '+ Add a property', () =>
      this.show()
    );
    const add = button('graphsync-button', 'Add', 'Add', () => this.add());
    const cancel = button('graphsync-button', 'Cancel', 'Cancel', () => this.hide());
    this.kinds.setAttribute('aria-label', 'Kind of the value');
    this.problem.setAttribute('role', 'alert');
    const line = element('div', 'graphsync-choice', add, cancel);
    this.form.append(this.id, this.kinds, this.value, this.problem, line);
    this.form.addEventListener('keydown', (event) => this.pressed(event));
    this.root.append(this.open, this.form);
    this.hide();
  }

  /** A property of that id may have come meanwhile. */
  draw(): void {
    if (!this.form.hidden && this.problem.textContent) {
      this.problem.textContent = this.problemOfId() ?? '';
    }
  }

  private show(): void {
    this.form.hidden = false;
    this.open.hidden = true;
    this.id.focus();
  }

  private hide(): void {
    this.form.hidden = true;
    this.open.hidden = false;
    this.id.value = '';
    this.value.value = '';
    this.problem.textContent = '';
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.isComposing && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      this.add();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      this.hide();
      this.open.focus();
    }
  }

  private add(): void {
    const propertyId = this.id.value.trim();
    const parsed = parse(this.kinds.value as ValueKind, this.value.value);
    const problem = this.problemOfId() ?? ('problem' in parsed ? parsed.problem : undefined);
    this.problem.textContent = problem ?? '';
    if (problem === undefined && 'value' in parsed) {
      this.hide();
      this.open.focus();
      this.drafts.set(propertyId, parsed.value);
    }
  }

  private problemOfId(): string | undefined {
    const propertyId = this.id.value.trim();
    if (propertyId === '') {
      return 'Give the property an id, such as “capacity”.';
    }
    if (propertyId === NAME) {
      return 'The name stands above; choose another id.';
    }
    return this.drafts.subject.held(propertyId).kind === 'same'
      ? `There is a property “${propertyId}” already; change it above.`
      : undefined;
  }
}

function input(label: string, hint: string): HTMLInputElement {
  const made = element('input', 'graphsync-input');
  made.setAttribute('aria-label', label);
  made.placeholder = hint;
  made.spellcheck = false;
  return made;
}
