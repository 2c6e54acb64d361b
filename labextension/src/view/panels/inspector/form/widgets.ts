import type { RegistryWidgetsType, WidgetProps } from '@rjsf/utils';
import { createElement, type ChangeEvent, type ReactElement } from 'react';

/** A tick that also shows that nothing was chosen, or not by all. */
function Checkbox(props: WidgetProps): ReactElement {
  const { id, disabled, readonly, label, onChange, schema, placeholder } = props;
  const value: unknown = props.value;
  const { description } = schema;
  const isSet = typeof value === 'boolean';
  const box = createElement('input', {
    type: 'checkbox',
    id,
    checked: value === true,
    disabled: disabled === true || readonly === true,
    'aria-describedby': description ? `${id}__description` : undefined,
    ref: (input: HTMLInputElement | null) => {
      if (input) {
        input.indeterminate = !isSet;
      }
    },
    onChange: (event: ChangeEvent<HTMLInputElement>) => onChange(event.target.checked)
  });
  const told = description
    ? createElement('p', { id: `${id}__description`, className: 'field-description' }, description)
    : null;
  const unset = isSet
    ? null
    : createElement('span', { className: 'graphsync-not-set' }, placeholder || 'not set');
  const named = createElement('label', null, box, createElement('span', null, label), unset);
  return createElement('div', { className: 'checkbox' }, named, told);
}

export const widgets: RegistryWidgetsType = { CheckboxWidget: Checkbox };
