import type { ViewContext } from '../context';
import { element } from '../dom';
import { hasFocus } from '../focus';
import { reveal } from '../reveal';
import { AtNode } from './at_node';

/** Renames a node where it stands: Enter or pressing elsewhere takes the name, Escape leaves it. */
export class RenameField {
  private readonly root = element('div', 'graphsync-rename');
  private readonly field = element('input', 'graphsync-input');
  private readonly atNode: AtNode;
  private isOpen = true;

  constructor(
    private readonly context: ViewContext,
    private readonly nodeId: string
  ) {
    const { host, scene } = context;
    this.atNode = new AtNode(host, this.root, () => this.nodeId);
    this.field.type = 'text';
    this.field.value = this.name;
    this.field.setAttribute('aria-label', `Name of ${this.name}`);
    this.fitWidth();
    this.field.addEventListener('input', () => this.fitWidth());
    this.field.addEventListener('keydown', (event) => this.key(event));
    this.field.addEventListener('blur', () => this.commit());
    this.root.append(this.field);
    host.root.append(this.root);
    reveal(host.current, [scene.placement.of(nodeId)]);
    this.atNode.follow();
    this.field.focus({ preventScroll: true });
    this.field.select();
    context.session.connection.present({ editing: nodeId });
  }

  /** Goes away without a word, whatever is in the field. */
  close(): void {
    if (this.isOpen) {
      const { host, session } = this.context;
      this.isOpen = false;
      this.atNode.stop();
      const hadFocus = hasFocus(this.root);
      this.root.remove();
      session.connection.present({ editing: null });
      if (hadFocus) {
        host.root.focus({ preventScroll: true });
      }
    }
  }

  private get name(): string {
    return this.context.scene.replica.nodes.get(this.nodeId)?.name ?? '';
  }

  private commit(): void {
    const name = this.field.value.trim();
    const { editor, scene, messages } = this.context;
    if (!this.isOpen) {
      return;
    }
    if (!scene.replica.nodes.has(this.nodeId)) {
      messages.say('Somebody has deleted the node that you were renaming.', 'warning');
    } else if (name === '') {
      messages.say(`A node needs a name; '${this.name}' keeps its own.`, 'warning');
    } else if (name !== this.name) {
      editor.rename(this.nodeId, name);
    }
    this.close();
  }

  private key(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.isComposing) {
      this.enter();
    } else if (event.key === 'Escape') {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  private enter(): void {
    if (this.field.value.trim() === '') {
      this.field.setAttribute('aria-invalid', 'true');
      this.context.messages.say('A node needs a name; Esc leaves it as it was.', 'warning');
    } else {
      this.commit();
    }
  }

  private fitWidth(): void {
    this.field.size = Math.max(8, Math.min(32, this.field.value.length + 2));
    this.field.removeAttribute('aria-invalid');
  }
}
