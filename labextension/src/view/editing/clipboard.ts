import { focusedBeside, hasFocus, isWriting } from '../focus';
import { asPoint, type Point } from '../geometry';
import { counted } from '../text';
import { namesOf } from './new_node_form';
import type { EditingParts } from './parts';

/** What subgraphs are called on the clipboard, beside plain text. */
export const SUBGRAPH_TYPE = 'application/x-graphsync+json';

const BESIDE = 40;
const KINDS = ['copy', 'cut', 'paste'] as const;
const WHAT_FITS =
  'Only nodes that were copied from a graph can be pasted, or lines of text: a node for each.';

interface Copied {
  readonly text: string;
  readonly middle: Point | undefined;
  /** How often it was put down beside where it came from. */
  times: number;
}

/** Copies, cuts and pastes parts of a graph, as JSON; between graphs, windows and programs. */
export class Clipboard {
  private copied: Copied | undefined;
  private readonly stops: (() => void)[];

  constructor(private readonly parts: EditingParts) {
    // A browser tells the document's body where no text is selected.
    const listen = (kind: (typeof KINDS)[number]): (() => void) => {
      const heard = (event: ClipboardEvent): void => this.heard(kind, event);
      document.addEventListener(kind, heard, { capture: true });
      return () => document.removeEventListener(kind, heard, { capture: true });
    };
    this.stops = KINDS.map(listen);
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
  }

  /** Copies by a button: browsers that let no page do so are told by keys. */
  async copy(): Promise<void> {
    const count = this.parts.context.selection.nodeIds.size;
    if (await this.write(this.take(1))) {
      this.say('Copied', count);
    }
  }

  async cut(): Promise<void> {
    const { editor, selection } = this.parts.context;
    const [nodeIds, links] = [[...selection.nodeIds], selection.links];
    if (await this.write(this.take(0))) {
      editor.remove(nodeIds, links);
      this.say('Cut', nodeIds.length);
    }
  }

  async paste(at?: Point): Promise<void> {
    let text: string;
    try {
      text = await navigator.clipboard.readText();
    } catch {
      return this.parts.context.messages.say(
        'This browser does not let pages read the clipboard by a button: press Ctrl+V or Cmd+V.',
        'warning'
      );
    }
    this.put(text, at);
  }

  private heard(kind: (typeof KINDS)[number], event: ClipboardEvent): void {
    const { clipboardData } = event;
    if (clipboardData && this.isMeant()) {
      const isDone =
        kind === 'paste' ? this.pasted(clipboardData) : this.given(kind, clipboardData);
      if (isDone) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    }
  }

  /** Whether one is at work in this view, and neither writes nor has marked text there. */
  private isMeant(): boolean {
    const { root } = this.parts.context;
    const marked = document.getSelection();
    const hasMarked = marked && !marked.isCollapsed && root.contains(marked.anchorNode);
    return hasFocus(root) && !isWriting(focusedBeside(root)) && !hasMarked;
  }

  private given(kind: 'copy' | 'cut', data: DataTransfer): boolean {
    const { actions, editor, selection } = this.parts.context;
    if (!actions.isEnabled(kind)) {
      return false;
    }
    const text = this.take(kind === 'cut' ? 0 : 1);
    data.setData('text/plain', text);
    data.setData(SUBGRAPH_TYPE, text);
    this.say(kind === 'cut' ? 'Cut' : 'Copied', selection.nodeIds.size);
    if (kind === 'cut') {
      editor.remove([...selection.nodeIds], selection.links);
    }
    return true;
  }

  private pasted(data: DataTransfer): boolean {
    const { actions } = this.parts.context;
    if (!actions.isEnabled('paste')) {
      return false;
    }
    this.put(data.getData(SUBGRAPH_TYPE) || data.getData('text/plain'), this.parts.pointer());
    return true;
  }

  private take(times: number): string {
    const { editor, selection, scene } = this.parts.context;
    const nodeIds = [...selection.nodeIds];
    const text = editor.copy(nodeIds);
    const places = nodeIds.flatMap((nodeId) => {
      return asPoint(scene.replica.nodes.get(nodeId)?.properties.get('_position')) ?? [];
    });
    this.copied = { text, middle: meanOf(places), times };
    return text;
  }

  private say(what: string, count: number): void {
    this.parts.context.messages.say(`${what} ${counted(count, 'node')}.`);
  }

  private async write(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      this.parts.context.messages.say(
        'This browser does not let pages write to the clipboard by a button: use the keys.',
        'warning'
      );
      return false;
    }
  }

  private put(text: string, at: Point | undefined): void {
    const { editor, selection, messages } = this.parts.context;
    const edit = editor.paste(text, at ?? this.besideCopied(text));
    const names = /^\s*[[{<]/.test(text) ? undefined : namesOf(text);
    if (edit) {
      selection.set(edit.nodeIds);
      this.parts.asking.revealLater(edit.nodeIds);
    } else if (names) {
      this.parts.asking.forNode({ at: names.length === 1 ? at : undefined }, names);
    } else {
      messages.say(WHAT_FITS, 'warning');
    }
  }

  /** What one copied here goes a step aside from where it was, and the next time one step more. */
  private besideCopied(text: string): Point | undefined {
    const { copied } = this;
    if (copied?.middle && copied.text === text) {
      const by = BESIDE * copied.times;
      copied.times += 1;
      return { x: copied.middle.x + by, y: copied.middle.y + by };
    }
    return undefined;
  }
}

function meanOf(points: readonly Point[]): Point | undefined {
  const count = points.length;
  const sum = points.reduce((so, { x, y }) => ({ x: so.x + x, y: so.y + y }), { x: 0, y: 0 });
  return count === 0 ? undefined : { x: sum.x / count, y: sum.y / count };
}
