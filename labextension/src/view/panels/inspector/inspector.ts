import { Editor, type LinkEnds } from '../../../core';
import type { Panel, ViewContext } from '../../context';
import { element } from '../../dom';
import { FrameJoiner } from '../../frame_joiner';
import { counted } from '../../text';
import { Drafts } from './drafts';
import { isSchema, type Schema } from './form_fields';
import { LinkHead } from './link_head';
import { nodeChips } from '../node_chips';
import { NodeHead } from './node_head';
import {
  appearanceSection,
  plainSection,
  propertySections,
  severalSection,
  type Section
} from './sections';
import { SessionFacts } from './session_facts';
import { SharedSchema } from './shared_schema';
import { LinkSubject, NodesSubject, type Subject } from './subject';

// Of so many nodes, what they share takes a while to find out.
const MANY = 2_000;
const MANY_MS = 400;

/** What is selected, and what can be changed about it. */
export class Inspector implements Panel {
  readonly id = 'inspector';
  readonly title = 'Inspector';
  readonly root = element('section', 'graphsync-inspector');
  private readonly joiner = new FrameJoiner(() => this.draw());
  // Refusals are shown beside the fields, not over the canvas.
  private readonly editor: Editor;
  private readonly stops: (() => void)[];
  private drafts: Drafts | undefined;
  private sections: Section[] = [];
  private built: readonly unknown[] = [];
  private readonly shared = new SharedSchema();
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** The node of which the others are told that one edits it. */
  private editing: string | null = null;

  constructor(
    private readonly context: ViewContext,
    private readonly show: (nodeIds: readonly string[]) => void
  ) {
    const { session, shown, selection, actions } = context;
    const { store } = session;
    this.editor = new Editor(session);
    this.stops = [
      selection.changed.connect(() => this.joiner.ask()),
      actions.changed.connect(() => this.joiner.ask()),
      shown.graphChanged.connect(() => this.ask()),
      store.clientsChanged.connect(() => this.joiner.ask()),
      store.settingsChanged.connect(() => this.joiner.ask()),
      store.committed.connect((commit) => this.drafts?.note(commit))
    ];
    this.root.addEventListener('focusin', (event) => this.entered(event.target as Element));
    this.root.addEventListener('focusout', (event) => {
      if (!this.root.contains(event.relatedTarget as Node | null)) {
        this.tellEditing(null);
      }
    });
    this.draw();
  }

  /** The panel has come into sight. */
  shown(): void {
    this.draw();
  }

  /** Puts the cursor into the first field. */
  focus(): void {
    this.draw();
    this.root.querySelector<HTMLElement>('textarea, input, select, button')?.focus();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stops.forEach((stop) => stop());
    this.joiner.stop();
    this.clear();
  }

  private ask(): void {
    if (this.context.selection.nodeIds.size < MANY) {
      return this.joiner.ask();
    }
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.joiner.ask();
    }, MANY_MS);
  }

  private draw(): void {
    if (this.root.hidden) {
      return;
    }
    const subject = this.subject();
    const built = [
      subject?.key,
      this.canWrite(),
      this.schema(),
      subject ? 0 : this.context.selection.links.length
    ];
    if (built.some((part, index) => part !== this.built[index]) || this.sections.length === 0) {
      this.built = built;
      this.build(subject);
    } else {
      this.sections.forEach((section) => section.draw());
    }
  }

  private build(subject: Subject | undefined): void {
    this.clear();
    this.sections = subject ? this.sectionsOf(subject) : [this.withoutSubject()];
    this.root.replaceChildren(...this.sections.map(({ root }) => root));
    this.root.scrollTop = 0;
  }

  private sectionsOf(subject: Subject): Section[] {
    const { messages, selection } = this.context;
    const drafts = new Drafts(subject, (message) => messages.say(message, 'error'));
    this.drafts = drafts;
    const canWrite = this.canWrite();
    const head = this.headOf(subject, drafts, canWrite);
    if (!canWrite) {
      return [head, plainSection(subject)];
    }
    // At once, not with the next frame: fields show what becomes of what is typed in them.
    drafts.changed.connect(() => this.sections.forEach((section) => section.draw()));
    const { lead } = selection;
    const isNode = subject instanceof NodesSubject && lead !== undefined;
    return [
      head,
      ...propertySections(drafts, this.schema()),
      ...(isNode ? [appearanceSection(this.context, drafts, lead)] : [])
    ];
  }

  private headOf(subject: Subject, drafts: Drafts, canWrite: boolean): Section {
    const { context, show } = this;
    const { selection } = context;
    const [link] = selection.links;
    if (subject instanceof LinkSubject) {
      return new LinkHead(context, link!, show, canWrite);
    }
    return subject.isSeveral
      ? severalSection(context, [...selection.nodeIds], selection.links.length)
      : new NodeHead(context, drafts, selection.lead!, show, canWrite);
  }

  private withoutSubject(): Section {
    const { links } = this.context.selection;
    return links.length > 1 ? this.severalLinks(links) : new SessionFacts(this.context);
  }

  private severalLinks(links: readonly LinkEnds[]): Section {
    const ids = new Set(links.flatMap(({ parentId, childId }) => [parentId, childId]));
    const root = element(
      'header',
      'graphsync-inspector-head',
      element('strong', 'graphsync-inspector-name', counted(links.length, 'link')),
      element('p', 'graphsync-hint', 'Select one link to see its properties. They join:'),
      nodeChips(this.context, ids, this.show)
    );
    return { root, draw: () => undefined };
  }

  private subject(): Subject | undefined {
    const { selection, scene } = this.context;
    if (selection.nodeIds.size > 0) {
      return new NodesSubject(scene.replica, this.editor, [...selection.nodeIds]);
    }
    const [link, ...more] = selection.links;
    return link && more.length === 0
      ? new LinkSubject(scene.replica, this.editor, link)
      : undefined;
  }

  /** What the types of all selected nodes agree on; nothing where one of them says nothing. */
  private schema(): Schema | undefined {
    const { selection, scene } = this.context;
    const { nodes, blueprintTypes } = scene.replica;
    const typeIds = new Set<string>();
    for (const nodeId of selection.nodeIds) {
      const typeId = nodes.get(nodeId)?.blueprintTypeId;
      if (typeId !== undefined) {
        typeIds.add(typeId);
      }
    }
    const schemas = [...typeIds].map((typeId) => blueprintTypes.get(typeId)?.schema);
    return schemas.every(isSchema) ? this.shared.of(schemas) : undefined;
  }

  private canWrite(): boolean {
    return this.context.actions.isEnabled('edit-properties');
  }

  private entered(field: Element): void {
    const { selection } = this.context;
    const isField = field.matches('input, textarea, select');
    const isOne = isField && selection.nodeIds.size === 1 && this.canWrite();
    this.tellEditing(isOne ? selection.lead! : null);
  }

  private tellEditing(nodeId: string | null): void {
    if (nodeId !== this.editing) {
      this.editing = nodeId;
      this.context.session.connection.present({ editing: nodeId });
    }
  }

  private clear(): void {
    const { drafts, sections } = this;
    this.drafts = undefined;
    this.sections = [];
    drafts?.close();
    sections.forEach((section) => section.dispose?.());
    // A field that is taken away with the focus in it does not tell that it was left.
    this.tellEditing(null);
  }
}
