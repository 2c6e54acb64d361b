import { element } from '../../dom';
import { latePart, NewerVersion } from '../../late_part';
import type { Drafts, FieldState } from './drafts';
import { conflictText } from './field_notes';
import type { FormFields, Schema } from './form_fields';
import type { FormField, FormProps, MountedForm } from './form_props';

/** The properties that a blueprint type's schema describes, as a form that is loaded when needed. */
export class SchemaForm {
  readonly root = element('div', 'graphsync-form', element('p', 'graphsync-hint', 'Loading…'));
  private mounted: MountedForm | undefined;
  private isGone = false;
  private revision = 0;

  /**
   * `failed` is called where no form can be shown: the properties are to be shown otherwise. It is
   * told what one can do about it, if one can.
   */
  constructor(
    private readonly drafts: Drafts,
    private readonly wholeSchema: Schema,
    private readonly fields: FormFields,
    private readonly failed: (advice?: string) => void
  ) {
    void this.load();
  }

  draw(): void {
    this.revision += 1;
    this.mounted?.update(this.props());
  }

  dispose(): void {
    this.isGone = true;
    this.mounted?.unmount();
  }

  private async load(): Promise<void> {
    try {
      const { mountForm } = await latePart(() => import('./form/form'));
      if (!this.isGone) {
        this.root.replaceChildren();
        this.mounted = mountForm(this.root, this.props(), () => this.failed());
      }
    } catch (error) {
      console.error('graphsync: the form cannot be loaded', error);
      this.failed(error instanceof NewerVersion ? error.message : undefined);
    }
  }

  private props(): FormProps {
    const { drafts, fields, wholeSchema, revision } = this;
    const required = fields.schema['required'] as unknown[];
    const told = new Map(
      [...fields.ids].map((id) => [id, fieldOf(id, drafts.state(id), required.includes(id))])
    );
    return {
      schema: fields.schema,
      wholeSchema,
      values: this.values(),
      fields: told,
      revision,
      begin: (id) => drafts.begin(id),
      write: (id, value) => drafts.write(id, value),
      leave: (id) => drafts.leave(id),
      cancel: (id) => drafts.cancel(id),
      keepMine: (id) => drafts.keepMine(id),
      remove: (id) => drafts.set(id, undefined)
    };
  }

  private values(): Record<string, unknown> {
    const { subject } = this.drafts;
    const ids = new Set([...this.fields.ids, ...subject.propertyIds()]);
    const shown = [...ids].filter((id) => !id.startsWith('_'));
    return Object.fromEntries(shown.map((id) => [id, this.drafts.state(id).value]));
  }
}

function fieldOf(propertyId: string, state: FieldState, isRequired: boolean): FormField {
  const { value, isMixed, isDirty, problem, conflict } = state;
  const found = problem?.violations ?? [];
  const own = found.filter(({ path }) => path[0] === propertyId);
  const elsewhere = found.length > 0 ? found[0]!.message : problem?.message;
  const violations =
    own.length > 0 || elsewhere === undefined ? own : [{ path: [propertyId], message: elsewhere }];
  return {
    isRemovable: (value !== undefined || isMixed) && !isRequired,
    isMixed,
    isDirty,
    violations,
    conflict: conflict && conflictText(conflict)
  };
}
