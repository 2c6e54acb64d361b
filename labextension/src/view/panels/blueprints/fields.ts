import { element } from '../../dom';

let count = 0;

/** Puts a label over a field, and says whose it is. */
export function labelled(
  title: string,
  field: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  hint?: string
): HTMLElement {
  field.id ||= `graphsync-type-${(count += 1)}`;
  const label = element('label', 'graphsync-property-id', title);
  label.htmlFor = field.id;
  const told = hint === undefined ? [] : [element('p', 'graphsync-hint', hint)];
  return element('div', 'graphsync-labelled', label, field, ...told);
}

export function textField(value: string, hint = ''): HTMLInputElement {
  const made = element('input', 'graphsync-input');
  made.value = value;
  made.placeholder = hint;
  made.spellcheck = false;
  return made;
}

/** A choice among values, each with a title. */
export function choiceField(
  options: readonly (readonly [value: string, title: string])[],
  value: string
): HTMLSelectElement {
  const made = element('select', 'graphsync-input');
  for (const [option, title] of options) {
    const row = element('option', '', title);
    row.value = option;
    made.append(row);
  }
  made.value = value;
  return made;
}

export function tick(title: string, isTicked: boolean): [HTMLLabelElement, HTMLInputElement] {
  const box = element('input', '');
  box.type = 'checkbox';
  box.checked = isTicked;
  return [element('label', 'graphsync-tick', box, title), box];
}
