import { Editor } from '../../../core';
import type { Panel, ViewContext } from '../../context';
import { button, element } from '../../dom';
import { latePart, NewerVersion } from '../../late_part';
import type { TypeForm } from './type_form';
import { typesIn, type KnownType } from './types_in';

// They are counted over all nodes: not with every change.
const COUNT_MS = 300;

/** The types of nodes that there are; one of them, or a new one, can be edited. */
export class TypesPanel implements Panel {
  readonly id = 'types';
  readonly title = 'Types';
  readonly root = element('section', 'graphsync-types');
  private readonly editor: Editor;
  private readonly stops: (() => void)[];
  private form: TypeForm | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private told = '';

  constructor(
    private readonly context: ViewContext,
    private readonly show: (nodeIds: readonly string[]) => void
  ) {
    this.editor = new Editor(context.session);
    this.stops = [
      context.shown.graphChanged.connect(() => this.drawSoon()),
      context.actions.changed.connect(() => this.drawSoon())
    ];
  }

  shown(): void {
    this.draw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stops.forEach((stop) => stop());
  }

  private drawSoon(): void {
    if (!this.root.hidden) {
      this.timer ??= setTimeout(() => this.draw(), COUNT_MS);
    }
  }

  private draw(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.root.hidden) {
      return;
    }
    if (this.form) {
      return this.form.draw();
    }
    const canWrite = this.context.actions.isEnabled('edit-properties');
    const types = typesIn(this.context.scene);
    const key = JSON.stringify([canWrite, types]);
    if (key !== this.told) {
      this.told = key;
      this.drawList(types, canWrite);
    }
  }

  private drawList(types: readonly KnownType[], canWrite: boolean): void {
    const rows = types.map((type) => this.row(type, canWrite));
    const add = button('graphsync-button', 'New type', 'New type', () => this.open(undefined));
    const hint =
      types.length > 0
        ? 'A type says what properties its nodes have, and how they look.'
        : 'There are no types yet. A type says what properties its nodes have, and how they look.';
    this.root.replaceChildren(
      element('p', 'graphsync-hint', hint),
      element('ul', 'graphsync-type-rows', ...rows),
      ...(canWrite ? [element('div', '', add)] : [])
    );
  }

  private row({ typeId, title, color, count, isDefined }: KnownType, canWrite: boolean) {
    const dot = element('span', 'graphsync-dot');
    dot.style.setProperty('--graphsync-person', color);
    const name = element('span', 'graphsync-type-title', title);
    name.title = typeId;
    const nodes = button(
      'graphsync-link-button',
      `Select the ${count.toLocaleString('en')} of type ${title}`,
      count.toLocaleString('en'),
      () => this.select(typeId)
    );
    nodes.disabled = count === 0;
    const label = isDefined ? `Edit the type ${title}` : `Define the type ${title}`;
    const edit = button('graphsync-link-button', label, isDefined ? 'Edit' : 'Define', () =>
      this.open(typeId)
    );
    return element('li', '', dot, name, nodes, ...(canWrite ? [edit] : []));
  }

  private select(typeId: string): void {
    const { scene } = this.context;
    const all = [...scene.replica.nodes.values()];
    this.show(all.filter((node) => node.blueprintTypeId === typeId).map(({ nodeId }) => nodeId));
  }

  private open(typeId: string | undefined): void {
    void this.load(typeId).catch((error: unknown) => {
      console.error('graphsync: the form of types cannot be loaded', error);
      const isNewer = error instanceof NewerVersion;
      const text = isNewer ? error.message : 'The form could not be loaded; try again.';
      this.context.messages.say(text, isNewer ? 'warning' : 'error');
    });
  }

  private async load(typeId: string | undefined): Promise<void> {
    const { TypeForm } = await latePart(() => import('./type_form'));
    const form = new TypeForm(
      {
        context: this.context,
        editor: this.editor,
        show: this.show,
        open: (id) => this.open(id),
        close: () => this.close(form)
      },
      typeId
    );
    this.form = form;
    this.root.replaceChildren(form.root);
    this.root.scrollTop = 0;
    form.focus();
  }

  /** A form that has been left may still hear from the server. */
  private close(form: TypeForm): void {
    if (this.form === form) {
      this.form = undefined;
      this.told = '';
      this.draw();
      this.root.querySelector('button')?.focus();
    }
  }
}
