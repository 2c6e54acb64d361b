import {
  getTemplate,
  type IconButtonProps,
  type ObjectFieldTemplateProps,
  type TemplatesType
} from '@rjsf/utils';
import { createElement, Fragment, type MouseEvent, type ReactElement } from 'react';
import type { FormField } from '../form_props';

/** What the templates know about the form that they are part of. */
export interface FormContext {
  readonly rootId: string;
  readonly fields: Readonly<Record<string, FormField>>;
  readonly revision: number;
  keepMine(propertyId: string): void;
  takeTheirs(propertyId: string): void;
  remove(propertyId: string): void;
}

type ObjectProps = ObjectFieldTemplateProps<unknown, object, FormContext>;

/** The properties of a node one below the other, and those of objects in them likewise, set in. */
function ObjectField(props: ObjectProps): ReactElement {
  const { idSchema, formContext } = props;
  return formContext && idSchema.$id === formContext.rootId
    ? createElement(
        'div',
        null,
        ...props.properties.map((property) => topField(property, formContext))
      )
    : insideField(props);
}

function topField(
  { name, content }: ObjectProps['properties'][number],
  context: FormContext
): ReactElement {
  const field = context.fields[name];
  return createElement(
    'div',
    { key: name, 'data-property': name, className: 'graphsync-field' },
    content,
    field?.isRemovable
      ? createElement(
          'button',
          {
            type: 'button',
            className: 'graphsync-icon-button graphsync-unset',
            title: `Remove ${name}`,
            'aria-label': `Remove ${name}`,
            onClick: () => context.remove(name)
          },
          '×'
        )
      : null,
    field?.conflict === undefined ? null : conflictOf(name, field.conflict, context)
  );
}

function conflictOf(name: string, text: string, context: FormContext): ReactElement {
  const choice = (label: string, pressed: () => void): ReactElement =>
    createElement(
      'button',
      { type: 'button', className: 'graphsync-button', onClick: pressed },
      label
    );
  return createElement(
    'div',
    { className: 'graphsync-conflict', role: 'status' },
    createElement('span', null, text),
    createElement(
      'div',
      { className: 'graphsync-choice' },
      choice('Keep mine', () => context.keepMine(name)),
      choice('Take theirs', () => context.takeTheirs(name))
    )
  );
}

function insideField(props: ObjectProps): ReactElement {
  const { title, description, properties, idSchema, schema, registry, required } = props;
  const { onAddClick, disabled, readonly, uiSchema, formData } = props;
  const Title = getTemplate('TitleFieldTemplate', registry);
  const Description = getTemplate('DescriptionFieldTemplate', registry);
  const { AddButton } = registry.templates.ButtonTemplates;
  const { additionalProperties } = schema as { additionalProperties?: unknown };
  const mayGrow = typeof additionalProperties === 'object' && formData !== undefined;
  const shared = { schema, uiSchema, registry };
  return createElement(
    'fieldset',
    { id: idSchema.$id },
    title
      ? createElement(Title, { ...shared, id: `${idSchema.$id}__title`, title, required })
      : null,
    description
      ? createElement(Description, { ...shared, id: `${idSchema.$id}__description`, description })
      : null,
    ...properties.map(({ name, content }) => createElement(Fragment, { key: name }, content)),
    mayGrow
      ? createElement(AddButton, {
          ...shared,
          onClick: onAddClick(schema),
          disabled: disabled || readonly
        })
      : null
  );
}

function pressable(label: string, text: string, className: string) {
  return function Button({ onClick, disabled }: IconButtonProps): ReactElement {
    const shown = { type: 'button', title: label, 'aria-label': label, className } as const;
    return createElement('button', { ...shown, onClick, disabled }, text);
  };
}

/** Goes on into the new row: nobody adds one to leave it empty. */
function AddButton({ onClick, disabled }: IconButtonProps): ReactElement {
  const pressed = (event: MouseEvent<HTMLButtonElement>): void => {
    const list = event.currentTarget.closest('fieldset');
    onClick?.(event);
    requestAnimationFrame(() => {
      const rows = list?.querySelectorAll(':scope > .array-item-list > .array-item') ?? [];
      const row = rows[rows.length - 1];
      row?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
    });
  };
  const shown = { type: 'button', className: 'graphsync-link-button' } as const;
  return createElement('button', { ...shown, onClick: pressed, disabled }, '+ Add');
}

function Unsupported(): ReactElement {
  return createElement('p', { className: 'field-description' }, 'This part cannot be edited here.');
}

export const templates: Partial<Omit<TemplatesType, 'ButtonTemplates'>> & {
  ButtonTemplates: Partial<TemplatesType['ButtonTemplates']>;
} = {
  ObjectFieldTemplate: ObjectField as TemplatesType['ObjectFieldTemplate'],
  UnsupportedFieldTemplate: Unsupported,
  ButtonTemplates: {
    AddButton,
    CopyButton: pressable('Copy this entry', '⧉', 'graphsync-icon-button'),
    MoveDownButton: pressable('Move down', '↓', 'graphsync-icon-button'),
    MoveUpButton: pressable('Move up', '↑', 'graphsync-icon-button'),
    RemoveButton: pressable('Remove this entry', '×', 'graphsync-icon-button')
  }
};
