import type { ViewContext } from '../context';
import { element } from '../dom';
import type { Anchor } from '../menu/anchor';
import { Chooser, type Option } from '../menu/chooser';
import { Popup } from '../menu/popup';
import { shorten } from '../text';

const MOST_OPTIONS = 50;

/** Asks in a small popup for one of the other nodes, found by its name. */
export class NodePicker {
  constructor(
    private readonly context: ViewContext,
    private readonly besideId: string,
    anchor: Anchor,
    picked: (nodeId: string) => void
  ) {
    const name = context.scene.replica.nodes.get(besideId)?.name ?? besideId;
    const title = `Link ${shorten(name)} to`;
    const home = context.host.root;
    const popup = new Popup(context.root, { role: 'dialog', label: title, anchor, home });
    const chooser = new Chooser({
      label: title,
      placeholder: 'Name of a node',
      find: (text) => this.find(text),
      chosen: ({ id }) => {
        popup.close();
        picked(id);
      },
      resized: () => popup.place()
    });
    const form = element('div', 'graphsync-new-node', element('strong', '', title), chooser.root);
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Tab') {
        popup.close();
        event.preventDefault();
      }
    });
    popup.root.append(form);
    popup.place();
    chooser.field.focus();
    chooser.open('');
  }

  private find(text: string): Option[] {
    const { replica } = this.context.scene;
    const wanted = text.trim().toLowerCase();
    const found: Option[] = [];
    for (const { nodeId, name, blueprintTypeId } of replica.nodes.values()) {
      if (nodeId !== this.besideId && name.toLowerCase().includes(wanted)) {
        found.push(this.option(nodeId, name, blueprintTypeId));
      }
      if (found.length === MOST_OPTIONS) {
        break;
      }
    }
    return found;
  }

  private option(id: string, label: string, typeId: string): Option {
    const { scene } = this.context;
    return { id, label, detail: scene.typeTitle(typeId), swatch: scene.typeColor(typeId) };
  }
}
