import { NAME } from '../../../core';
import type { ViewContext } from '../../context';
import { button, element } from '../../dom';
import { icon } from '../../icons';
import { calledAs } from '../people/person';
import { DraftField } from './draft_field';
import type { Drafts } from './drafts';
import { FieldNotes } from './field_notes';
import { nodeChips } from '../node_chips';

type Show = (nodeIds: readonly string[]) => void;

/** Which node it is: its name, type and id, what it hangs on, who else is at it. */
export class NodeHead {
  readonly root = element('header', 'graphsync-inspector-head');
  private readonly type = element('div', 'graphsync-inspector-type');
  private readonly busy = element('p', 'graphsync-hint');
  private readonly plainName = element('strong', 'graphsync-inspector-name');
  private readonly name: DraftField | undefined;
  private readonly notes: FieldNotes;
  private readonly near = element('dl', 'graphsync-near');
  private nearTold = '';

  constructor(
    private readonly context: ViewContext,
    private readonly drafts: Drafts,
    private readonly nodeId: string,
    private readonly show: Show,
    canWrite: boolean
  ) {
    this.notes = new FieldNotes(drafts, NAME);
    this.root.append(this.type);
    if (canWrite) {
      const input = element('textarea', 'graphsync-input graphsync-inspector-name');
      input.rows = 1;
      input.setAttribute('aria-label', 'Name');
      input.placeholder = 'no name';
      this.name = new DraftField(drafts, NAME, input, {
        write: (value) => (typeof value === 'string' ? value : ''),
        parse: (text) =>
          text.trim() === ''
            ? { problem: 'A node needs a name; Esc leaves it as it was.' }
            : { value: text.trim().replace(/\s*\n\s*/g, ' ') }
      });
      this.root.append(input, this.notes.root);
    } else {
      this.root.append(this.plainName);
    }
    this.root.append(this.id(), this.busy, this.near);
    this.draw();
  }

  /** Puts the cursor into the name. */
  focus(): void {
    this.name?.input.focus();
  }

  draw(): void {
    const { scene } = this.context;
    const node = scene.replica.nodes.get(this.nodeId);
    if (!node) {
      return;
    }
    const dot = element('span', 'graphsync-dot');
    dot.style.setProperty('--graphsync-person', scene.look(this.nodeId)?.color ?? 'currentColor');
    this.type.replaceChildren(dot, scene.typeTitle(node.blueprintTypeId));
    this.plainName.textContent = node.name;
    this.name?.draw();
    this.notes.draw(this.drafts.state(NAME), this.name?.problem);
    this.drawBusy();
    this.drawNear();
  }

  private drawBusy(): void {
    const { store, connection } = this.context.session;
    const others = [...store.clients.values()].filter(
      ({ editing, client_id }) => editing === this.nodeId && client_id !== connection.clientId
    );
    const names = others.map(calledAs);
    this.busy.hidden = names.length === 0;
    this.busy.textContent = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} editing this.`;
  }

  /** Drawn again only when it has changed: somebody may be about to press one of them. */
  private drawNear(): void {
    const { replica } = this.context.scene;
    const groups: [string, string[]][] = [
      ['Parents', [...replica.parents(this.nodeId).keys()]],
      ['Children', [...replica.children(this.nodeId).keys()]]
    ];
    const key = JSON.stringify(
      groups.map(([, ids]) =>
        ids.slice(0, 13).map((id) => [id, replica.nodes.get(id)?.name, ids.length])
      )
    );
    if (key !== this.nearTold) {
      this.nearTold = key;
      const rows = groups.filter(([, ids]) => ids.length > 0);
      this.near.replaceChildren(
        ...rows.flatMap(([title, ids]) => [
          element('dt', '', title),
          element('dd', '', nodeChips(this.context, ids, this.show))
        ])
      );
    }
  }

  private id(): HTMLElement {
    const code = element('code', '', this.nodeId);
    const copy = button('graphsync-icon-button', 'Copy the id', '', () => this.copy(code));
    copy.append(icon('copy'));
    return element('div', 'graphsync-inspector-id', code, copy);
  }

  private copy(code: HTMLElement): void {
    const { messages } = this.context;
    const select = (): void => {
      getSelection()?.selectAllChildren(code);
      messages.say('The id is selected; copy it with the keyboard.');
    };
    // Pages that are not served securely have no clipboard.
    const clipboard = navigator.clipboard as Clipboard | undefined;
    if (clipboard) {
      clipboard.writeText(this.nodeId).then(() => messages.say('The id is copied.'), select);
    } else {
      select();
    }
  }
}
