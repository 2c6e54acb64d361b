import Form from '@rjsf/core';
import { createElement, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { isSame } from '../../../../core';
import type { FormField, FormProps, MountedForm } from '../form_props';
import { Boundary } from './boundary';
import { entriesIn, isNothing, tidy } from './form_data';
import { readForm, uiOf } from './form_schema';
import { propertyAt, isWriting } from './focus';
import { SchemaValidator, errorSchemaOf } from './schema_validator';
import { templates, type FormContext } from './templates';
import { widgets } from './widgets';

const validator = new SchemaValidator();
// What is not set shows as not set: nobody sees a default that nobody else has.
const NO_DEFAULTS = {
  arrayMinItems: { populate: 'never' },
  emptyObjectFields: 'skipDefaults',
  constAsDefaults: 'never'
} as const;

let count = 0;

/** Shows the properties of a schema as a form; where it cannot, `failed` is called. */
export function mountForm(root: HTMLElement, props: FormProps, failed: () => void): MountedForm {
  const mounted = new SchemaForm(root, props, failed);
  return {
    update: (next) => mounted.update(next),
    unmount: () => mounted.unmount()
  };
}

class SchemaForm {
  private readonly react;
  private readonly id = `graphsync-form-${(count += 1)}`;
  private readonly schema;

  constructor(
    private readonly root: HTMLElement,
    private props: FormProps,
    private readonly failed: () => void
  ) {
    this.schema = readForm(props.schema);
    this.react = createRoot(root);
    root.addEventListener('focusin', this.entered);
    root.addEventListener('focusout', this.left);
    root.addEventListener('keydown', this.pressed);
    this.update(props);
  }

  update(props: FormProps): void {
    this.props = props;
    this.react.render(createElement(Boundary, { failed: this.failed, children: this.form() }));
  }

  unmount(): void {
    this.root.removeEventListener('focusin', this.entered);
    this.root.removeEventListener('focusout', this.left);
    this.root.removeEventListener('keydown', this.pressed);
    this.react.unmount();
  }

  private form(): ReactElement {
    const { props } = this;
    const formContext: FormContext = {
      rootId: this.id,
      fields: Object.fromEntries(props.fields),
      revision: props.revision,
      keepMine: (propertyId) => this.props.keepMine(propertyId),
      takeTheirs: (propertyId) => this.props.cancel(propertyId),
      remove: (propertyId) => this.props.remove(propertyId)
    };
    return createElement(Form, {
      schema: this.schema,
      uiSchema: uiOf(this.schema, props),
      formData: this.shown(),
      formContext,
      extraErrors: errorSchemaOf([...this.hints(), ...this.refusals()]),
      validator,
      templates,
      widgets,
      idPrefix: this.id,
      // Not a form of its own, for one may stand around it: nothing is ever submitted.
      tagName: 'div',
      noValidate: true,
      showErrorList: false,
      experimental_defaultFormStateBehavior: NO_DEFAULTS,
      onChange: ({ formData }: { formData?: unknown }) => this.changed(formData),
      children: []
    });
  }

  private shown(): Record<string, unknown> {
    const { values, schema } = this.props;
    const ids = Object.keys(schema['properties'] as object);
    const held = ids.map((id) => [id, values[id]] as const);
    return Object.fromEntries(held.filter(([, value]) => value !== undefined));
  }

  private hints() {
    const { values, fields, wholeSchema } = this.props;
    const isEdited = ([propertyId]: readonly (string | number)[]): boolean =>
      isHinted(fields.get(String(propertyId)));
    const isAny = [...fields.values()].some(isHinted);
    return isAny
      ? validator.violations(wholeSchema, tidy(values)).filter(({ path }) => isEdited(path))
      : [];
  }

  private refusals() {
    return [...this.props.fields.values()].flatMap(({ violations }) => violations);
  }

  private changed(data: unknown): void {
    const before = this.shown();
    const after = (data ?? {}) as Record<string, unknown>;
    for (const propertyId of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const [old, value] = [before[propertyId], after[propertyId]];
      const isFilledByForm = old === undefined && isNothing(value) && entriesIn(value) === 0;
      if (!isSame(old, value) && !isFilledByForm) {
        this.write(propertyId, old, value);
      }
    }
  }

  /** A choice is done when it is made; what is written, and a list that grows, when one leaves. */
  private write(propertyId: string, old: unknown, value: unknown): void {
    this.props.write(propertyId, value);
    if (!isWriting(this.root, propertyId) && entriesIn(value) <= entriesIn(old)) {
      this.leave(propertyId);
    }
  }

  private leave(propertyId: string): void {
    const value = this.props.values[propertyId];
    if (this.props.fields.get(propertyId)?.isDirty) {
      this.props.write(propertyId, tidy(value));
    }
    this.props.leave(propertyId);
  }

  private readonly entered = (event: FocusEvent): void => {
    const propertyId = propertyAt(event.target);
    if (propertyId !== undefined) {
      this.props.begin(propertyId);
    }
  };

  private readonly left = (event: FocusEvent): void => {
    const propertyId = propertyAt(event.target);
    if (propertyId !== undefined && propertyAt(event.relatedTarget) !== propertyId) {
      this.leave(propertyId);
    }
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    const propertyId = propertyAt(event.target);
    if (propertyId === undefined || event.isComposing) {
      return;
    }
    const isLong = event.target instanceof HTMLTextAreaElement;
    const isField = isLong || event.target instanceof HTMLInputElement;
    if (event.key === 'Enter' && isField && (!isLong || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.leave(propertyId);
      this.props.begin(propertyId);
    } else if (event.key === 'Escape' && isField) {
      event.stopPropagation();
      this.props.cancel(propertyId);
      this.props.begin(propertyId);
    }
  };
}

/** What the server has said counts: nothing is guessed beside it. */
function isHinted(field: FormField | undefined): boolean {
  return field !== undefined && field.isDirty && field.violations.length === 0;
}
