import { CommandRefused, isSame, type BlueprintType, type Edit, type Editor } from '../../../core';
import type { ViewContext } from '../../context';
import { button, element } from '../../dom';
import { counted } from '../../text';
import { isSchema } from '../inspector/form_fields';
import { nodeChips } from '../node_chips';
import { ChildrenChoice } from './children_choice';
import { labelled, textField, tick } from './fields';
import { SchemaEditor } from './schema_editor';
import { ShapeChoice } from './shape_choice';
import { typesIn } from './types_in';

/** What the form of a type needs from the panel around it. */
export interface TypeFormHome {
  readonly context: ViewContext;
  /** One that tells nobody else what it refuses. */
  readonly editor: Editor;
  show(nodeIds: readonly string[]): void;
  /** Shows the form of a type anew, as it is by now. */
  open(typeId: string): void;
  close(): void;
}

/** Makes a blueprint type, or changes one: each save is one command. */
export class TypeForm {
  readonly root = element('div', 'graphsync-type-form');
  private readonly base: BlueprintType | undefined;
  private readonly id: HTMLInputElement;
  private readonly title: HTMLInputElement;
  private readonly color = element('input', 'graphsync-color');
  private readonly ownColor: HTMLInputElement;
  private readonly shape: ShapeChoice;
  private readonly label: HTMLInputElement;
  private readonly children: ChildrenChoice;
  private readonly schema: SchemaEditor;
  private readonly told = element('div', 'graphsync-type-told');
  private readonly stale = element('div', 'graphsync-conflict');
  private isWaiting = false;

  /** `typeId` names the type that is changed, or that is in use and to be defined. */
  constructor(
    private readonly home: TypeFormHome,
    private readonly typeId: string | undefined
  ) {
    const { scene } = home.context;
    this.base = this.current();
    const { title, schema, style, allowed_children } = this.base ?? {};
    this.id = textField(typeId ?? '', 'city');
    this.id.disabled = typeId !== undefined;
    this.title = textField(title ?? '', 'City');
    const [ownColor, box] = tick('a colour of its own', style?.color !== undefined);
    this.ownColor = box;
    this.chooseColor(typeId === undefined ? undefined : scene.typeColor(typeId));
    this.shape = new ShapeChoice(style?.icon);
    this.label = textField(style?.label_property ?? '', 'the name');
    this.children = new ChildrenChoice(typesIn(scene), allowed_children ?? null);
    this.schema = new SchemaEditor(isSchema(schema) ? schema : undefined);
    this.told.setAttribute('role', 'alert');
    this.stale.hidden = true;
    this.root.append(...this.fields(ownColor));
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        home.close();
      }
    });
  }

  focus(): void {
    (this.id.disabled ? this.title : this.id).focus();
  }

  /** Says so where somebody else has changed the type. */
  draw(): void {
    const isStale = !this.isWaiting && !isSame(this.current(), this.base);
    if (isStale && this.stale.hidden) {
      const take = button('graphsync-button', 'Take theirs', 'Take theirs', () =>
        this.current() ? this.home.open(this.typeId!) : this.home.close()
      );
      const text = 'Somebody else has changed this type. Saving writes over it.';
      this.stale.replaceChildren(element('span', '', text), take);
    }
    this.stale.hidden = !isStale;
  }

  private current(): BlueprintType | undefined {
    const { blueprintTypes } = this.home.context.scene.replica;
    return this.typeId === undefined ? undefined : blueprintTypes.get(this.typeId);
  }

  private chooseColor(drawn: string | undefined): void {
    this.color.type = 'color';
    this.color.setAttribute('aria-label', 'Colour');
    this.color.value = /^#[0-9a-f]{6}$/i.test(drawn ?? '') ? drawn! : '#4c78d0';
    this.color.addEventListener('input', () => (this.ownColor.checked = true));
  }

  private fields(ownColor: HTMLElement): HTMLElement[] {
    const { typeId, home, base } = this;
    const heading = typeId === undefined ? 'New type' : home.context.scene.typeTitle(typeId);
    const back = button('graphsync-link-button', 'Back to the types', '← Types', () =>
      home.close()
    );
    const save = button('graphsync-button', 'Save', 'Save', () => this.save());
    const cancel = button('graphsync-button', 'Cancel', 'Cancel', () => home.close());
    const remove = button('graphsync-link-button', 'Remove this type', 'Remove this type', () =>
      this.send(home.editor.removeBlueprint(typeId!))
    );
    const isHint = 'Nodes refer to the type by its id.';
    return [
      back,
      element('strong', 'graphsync-inspector-name', heading),
      this.stale,
      labelled('Id', this.id, typeId === undefined ? isHint : undefined),
      labelled('Title', this.title),
      element('div', 'graphsync-row', this.color, ownColor),
      this.withLabel('Shape', this.shape.choice, this.shape.root),
      labelled('Property that is shown as label', this.label),
      this.withLabel('Children may be of', this.children.choice, this.children.root),
      this.schema.root,
      this.told,
      element('div', 'graphsync-choice', save, cancel, ...(base ? [remove] : []))
    ];
  }

  private withLabel(title: string, field: HTMLSelectElement, shown: HTMLElement): HTMLElement {
    field.setAttribute('aria-label', title);
    return element(
      'div',
      'graphsync-labelled',
      element('span', 'graphsync-property-id', title),
      shown
    );
  }

  private save(): void {
    const type = this.read();
    if (type) {
      this.send(this.home.editor.defineBlueprint(type));
    }
  }

  private read(): BlueprintType | undefined {
    const id = this.id.value.trim();
    const read = this.schema.read();
    const isTaken =
      this.typeId === undefined && this.home.context.scene.replica.blueprintTypes.has(id);
    const problem =
      (id === '' ? 'Give the type an id, such as “city”.' : undefined) ??
      (isTaken ? `There is a type “${id}” already; change that one.` : undefined) ??
      this.shape.problem;
    this.told.replaceChildren(...(problem ? [element('p', 'graphsync-problem', problem)] : []));
    if (problem !== undefined || !read) {
      return undefined;
    }
    const title = this.title.value.trim();
    const style = {
      ...(this.ownColor.checked ? { color: this.color.value } : {}),
      ...(this.shape.value === undefined ? {} : { icon: this.shape.value }),
      ...(this.label.value.trim() === '' ? {} : { label_property: this.label.value.trim() })
    };
    return {
      blueprint_type_id: id,
      ...(title === '' ? {} : { title }),
      ...(read.schema === undefined ? {} : { schema: read.schema }),
      allowed_children: this.children.value,
      style
    };
  }

  private send({ done }: Edit): void {
    this.isWaiting = true;
    this.told.replaceChildren(element('p', 'graphsync-hint', 'Saving…'));
    done.then(
      () => this.home.close(),
      (error: unknown) => this.refused(error)
    );
  }

  /** Nodes that stand against it are named: one goes there, and puts them right. */
  private refused(error: unknown): void {
    this.isWaiting = false;
    const details = error instanceof CommandRefused ? error.problem.details : {};
    const nodeIds = Array.isArray(details['node_ids']) ? (details['node_ids'] as string[]) : [];
    const count = typeof details['count'] === 'number' ? details['count'] : nodeIds.length;
    const message = error instanceof Error ? error.message : String(error);
    // The ids in the message stand below it as names.
    const text = nodeIds.length > 0 ? sentenceFor(error, count) : message;
    const { context } = this.home;
    const show = (shown: readonly string[]): void => this.home.show(shown);
    this.told.replaceChildren(
      element('p', 'graphsync-problem', text),
      ...(nodeIds.length > 0 ? [nodeChips(context, nodeIds, show)] : [])
    );
    if (!this.root.isConnected) {
      context.messages.say(message, 'error');
    }
  }
}

function sentenceFor(error: unknown, count: number): string {
  const code = error instanceof CommandRefused ? error.problem.code : '';
  const nodes = counted(count, 'node');
  switch (code) {
    case 'schema-violation':
      return `Not saved: ${nodes} of this type would break these rules. Change them first:`;
    case 'child-not-allowed':
      return `Not saved: ${nodes} of this type have children of other types:`;
    default:
      return `Not done: ${nodes} are of this type, and this session allows no undefined types:`;
  }
}
