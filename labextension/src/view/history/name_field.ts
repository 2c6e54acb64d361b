import { button, element } from '../dom';
import { Popup } from '../menu/popup';

const MOST_LETTERS = 200;

export interface NameFieldOptions {
  readonly label: string;
  readonly value: string;
  readonly anchor: HTMLElement;
  readonly taken: (name: string) => void;
}

/** Asks for the name of a moment; Enter takes it, Escape leaves it. */
export function askForName(view: HTMLElement, options: NameFieldOptions): void {
  const { label, value, anchor, taken } = options;
  const rectangle = anchor.getBoundingClientRect();
  const popup = new Popup(view, { role: 'dialog', label, anchor: rectangle, home: anchor });
  const field = element('input', 'graphsync-input');
  field.maxLength = MOST_LETTERS;
  field.value = value;
  field.placeholder = 'before the review';
  field.setAttribute('aria-label', label);
  const take = (): void => {
    const name = field.value.trim();
    popup.close();
    if (name !== '' && name !== value) {
      taken(name);
    }
  };
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      take();
    }
  });
  popup.root.classList.add('graphsync-name-field');
  popup.root.append(
    element('span', '', label),
    field,
    button('graphsync-button', 'Save', 'Save', take)
  );
  popup.place();
  field.focus();
  field.select();
}
