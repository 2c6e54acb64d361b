import type { ViewContext } from '../context';
import type { Point } from '../geometry';
import { itemsOf } from '../menu/action_items';
import { Menu } from '../menu/menu';
import type { MenuItem } from '../menu/menu_item';
import { Arranging } from '../layout/arranging';
import { LayoutProgress } from '../layout/layout_progress';
import { Announcer } from './announcer';
import { Asking, type NodePlace } from './asking';
import { Clipboard } from './clipboard';
import { clipboardActions } from './clipboard_actions';
import { Cursor } from './cursor';
import { foldActions } from './fold_actions';
import { showKeys } from './key_help';
import { linkActions } from './link_actions';
import { lookActions } from './look_actions';
import { layoutActions } from './layout_actions';
import { layoutItems, morePlan, selectionPlan, stageItems } from './menus';
import { nodeActions } from './node_actions';
import { Nudge } from './nudge';
import type { EditingParts } from './parts';
import { RenameField } from './rename_field';
import { selectActions } from './select_actions';
import { stepActions } from './step_actions';
import { walkActions } from './walk_actions';

/** Everything that one can do with the graph: actions for keys, menus, buttons and commands. */
export class Editing {
  private readonly cursor: Cursor;
  private readonly announcer: Announcer;
  private readonly nudge: Nudge;
  private readonly clipboard: Clipboard;
  private readonly arranging: Arranging;
  private readonly progress: LayoutProgress;
  private readonly parts: EditingParts;

  constructor(private readonly context: ViewContext) {
    const { root, host, actions } = context;
    this.cursor = new Cursor(context);
    this.announcer = new Announcer(context);
    this.nudge = new Nudge(context);
    const asking = new Asking(context);
    const pointer = (): Point | undefined => undefined;
    this.parts = { context, asking, cursor: this.cursor, pointer };
    this.clipboard = new Clipboard(this.parts);
    this.arranging = arrangingOf(context);
    this.progress = new LayoutProgress(this.arranging);
    root.append(this.announcer.root);
    host.root.tabIndex = 0;
    host.root.setAttribute('role', 'application');
    host.root.setAttribute('aria-label', 'Graph. Press F1 for the keys.');
    this.addActions();
    actions.add({
      id: 'open-menu',
      label: 'Menu for what is selected',
      keys: ['Shift+F10', 'ContextMenu'],
      run: () => this.openMenu()
    });
    actions.add({
      id: 'show-keys',
      label: 'Show the keys',
      keys: ['F1', '?'],
      run: () => showKeys(root, host.root, actions)
    });
  }

  /** Asks for a new node there, and adds it. */
  addNode(place: NodePlace): void {
    this.parts.asking.forNode(place);
  }

  rename(nodeId: string): void {
    if (this.context.actions.isEnabled('rename')) {
      new RenameField(this.context, nodeId);
    }
  }

  /** Opens the menu for what is selected, or for a place on the empty canvas. */
  openMenu(stage?: Required<Pick<NodePlace, 'at' | 'screen'>>): void {
    const { actions, selection, host } = this.context;
    const { asking } = this.parts;
    const anchor = stage ? asking.anchorOn(stage.screen) : asking.anchor();
    const isAboutStage = stage !== undefined || selection.isEmpty;
    const items = isAboutStage
      ? stageItems(
          this.parts,
          () => asking.forNode(stage ?? {}),
          () => void this.clipboard.paste(stage?.at)
        )
      : itemsOf(actions, selectionPlan(this.parts));
    const label = isAboutStage ? 'Graph' : 'Selection';
    new Menu(this.context.root, items, { label, anchor, home: host.root });
  }

  /** What a toolbar shows under More. */
  moreItems(): MenuItem[] {
    return itemsOf(this.context.actions, morePlan(this.parts));
  }

  /** Tells how far a layout is; stands over the canvas. */
  get progressRoot(): HTMLElement {
    return this.progress.root;
  }

  /** The layouts that there are. */
  layoutItems(): MenuItem[] {
    return layoutItems(this.parts);
  }

  dispose(): void {
    this.nudge.settle();
    this.arranging.stop();
    this.progress.dispose();
    this.clipboard.dispose();
    this.cursor.dispose();
    this.announcer.dispose();
  }

  private addActions(): void {
    const { parts, context } = this;
    context.actions.add(
      ...nodeActions(parts),
      ...linkActions(parts),
      ...stepActions(parts),
      ...clipboardActions(context, this.clipboard),
      ...walkActions(parts, this.announcer, this.nudge),
      ...selectActions(parts),
      ...lookActions(parts),
      ...foldActions(parts),
      ...layoutActions(parts, this.arranging)
    );
  }
}

function arrangingOf({ scene, editor, messages }: ViewContext): Arranging {
  const { replica, placement } = scene;
  const arranging = new Arranging({ replica, placement, move: (points) => editor.move(points) });
  arranging.changed.connect((state) => {
    if (state.kind === 'failed') {
      messages.say(`The graph could not be arranged: ${state.message}`, 'error');
    }
  });
  return arranging;
}
