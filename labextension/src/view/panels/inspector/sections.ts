import type { ViewContext } from '../../context';
import { element } from '../../dom';
import { counted } from '../../text';
import { Appearance } from './appearance';
import type { Drafts } from './drafts';
import { formFields, isSchema, type Schema } from './form_fields';
import { plainProperties } from './plain_properties';
import { PropertyRows } from './property_rows';
import { SchemaForm } from './schema_form';
import type { Subject } from './subject';

/** A part of the inspector. */
export interface Section {
  readonly root: HTMLElement;
  draw(): void;
  dispose?(): void;
}

/** The fields of what is inspected: those of its schema as a form, the others as rows. */
export function propertySections(drafts: Drafts, schema: Schema | undefined): Section[] {
  const { subject } = drafts;
  const fields = schema && formFields(schema);
  const isFree = (propertyId: string): boolean => !propertyId.startsWith('_');
  if (!schema || !fields || fields.ids.size === 0) {
    return [new PropertyRows(drafts, isFree, fields?.allowsMore ?? true)];
  }
  // A list or an object of which there are several would be written over as a whole.
  const isForm = (propertyId: string): boolean =>
    fields.ids.has(propertyId) &&
    !(subject.held(propertyId).kind === 'mixed' && isNested(schema, propertyId));
  const shown = withOnly(fields, isForm);
  const rows = new PropertyRows(
    drafts,
    (id) => isFree(id) && !shown.ids.has(id),
    fields.allowsMore
  );
  const form: SchemaForm = new SchemaForm(drafts, schema, shown, (advice) => {
    const instead = new PropertyRows(drafts, (id) => shown.ids.has(id), false);
    const told = advice === undefined ? [] : [element('p', 'graphsync-hint', advice)];
    form.root.replaceWith(...told, instead.root);
  });
  return [form, rows];
}

export function appearanceSection(context: ViewContext, drafts: Drafts, nodeId: string): Section {
  return new Appearance(drafts, () => context.scene.look(nodeId)?.color);
}

/** What may only be read. */
export function plainSection(subject: Subject): Section {
  const root = element('div', '');
  const draw = (): void => root.replaceChildren(plainProperties(subject));
  draw();
  return { root, draw };
}

/** How many are looked at together, and of which types. */
export function severalSection(
  { scene }: ViewContext,
  nodeIds: readonly string[],
  linkCount: number
): Section {
  const root = element('header', 'graphsync-inspector-head');
  const draw = (): void => {
    const counts = new Map<string, number>();
    for (const nodeId of nodeIds) {
      const typeId = scene.replica.nodes.get(nodeId)?.blueprintTypeId;
      if (typeId !== undefined) {
        counts.set(typeId, (counts.get(typeId) ?? 0) + 1);
      }
    }
    const types = [...counts].map(([typeId, count]) => `${scene.typeTitle(typeId)} (${count})`);
    const links = linkCount > 0 ? [`and ${counted(linkCount, 'link')}`] : [];
    root.replaceChildren(
      element('strong', 'graphsync-inspector-name', counted(nodeIds.length, 'node')),
      element('p', 'graphsync-hint', [...types.slice(0, 8), ...links].join(', ')),
      element('p', 'graphsync-hint', 'What you set here is set for all of them.')
    );
  };
  draw();
  return { root, draw };
}

function isNested(schema: Schema, propertyId: string): boolean {
  const { properties } = schema;
  const part = isSchema(properties) ? properties[propertyId] : undefined;
  return (
    !isSchema(part) || !['string', 'number', 'integer', 'boolean'].includes(String(part['type']))
  );
}

function withOnly(fields: ReturnType<typeof formFields>, isKept: (propertyId: string) => boolean) {
  const kept = Object.entries(fields.schema['properties'] as Schema).filter(([id]) => isKept(id));
  return {
    ...fields,
    ids: new Set(kept.map(([id]) => id)),
    schema: { ...fields.schema, properties: Object.fromEntries(kept) }
  };
}
