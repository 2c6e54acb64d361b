import type { ViewContext } from '../context';
import type { Point } from '../geometry';
import { itemsOf } from '../menu/action_items';
import { Menu } from '../menu/menu';
import type { MenuItem } from '../menu/menu_item';
import type { MenuWish } from '../interaction/interaction';
import { Arranging } from '../layout/arranging';
import { LayoutProgress } from '../layout/layout_progress';
import { Announcer } from './announcer';
import { Asking } from './asking';
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
import { PointerPlace } from './pointer_place';
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
  private readonly pointer: PointerPlace;
  private readonly parts: EditingParts;
  private readonly stops: readonly (() => void)[];

  constructor(private readonly context: ViewContext) {
    const { root, host, actions } = context;
    this.cursor = new Cursor(context);
    this.announcer = new Announcer(context);
    this.nudge = new Nudge(context);
    const asking = new Asking(context);
    this.pointer = new PointerPlace(host);
    const pointer = (): Point | undefined => this.pointer.inGraph;
    this.parts = { context, asking, cursor: this.cursor, pointer };
    this.clipboard = new Clipboard(this.parts);
    this.arranging = arrangingOf(context);
    this.progress = new LayoutProgress(this.arranging);
    root.append(this.announcer.root);
    host.describe('Graph. Arrow keys walk along the links, F1 shows all keys.');
    this.addActions();
    this.stops = this.listen();
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

  private rename(nodeId: string): void {
    this.context.selection.set([nodeId]);
    this.context.actions.run('rename');
  }

  /** Opens the menu for what is selected, or for a place on the empty canvas. */
  private openMenu(wish?: MenuWish): void {
    const { actions, selection, host } = this.context;
    const { asking } = this.parts;
    const anchor = wish ? asking.anchorOn(wish.screen) : asking.anchor();
    const isAboutStage = wish?.target.kind === 'stage' || selection.isEmpty;
    const items = isAboutStage
      ? stageItems(
          this.parts,
          () => asking.forNode(wish ? { at: wish.at, screen: wish.screen } : {}),
          () => void this.clipboard.paste(wish?.at)
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
    this.stops.forEach((stop) => stop());
    this.clipboard.dispose();
    this.pointer.dispose();
    this.cursor.dispose();
    this.announcer.dispose();
  }

  private listen(): (() => void)[] {
    const { root, interaction } = this.context;
    // The page around has a menu of its own.
    const keep = (event: Event): void => {
      if (event.defaultPrevented) {
        event.stopPropagation();
      }
    };
    root.addEventListener('contextmenu', keep);
    return [
      interaction.wantsNode.connect((wish) => this.parts.asking.forNode(wish)),
      interaction.wantsRename.connect((nodeId) => this.rename(nodeId)),
      interaction.wantsMenu.connect((wish) => this.openMenu(wish)),
      () => root.removeEventListener('contextmenu', keep)
    ];
  }

  private addActions(): void {
    const { parts, context } = this;
    context.actions.add(
      ...nodeActions(parts),
      ...linkActions(parts),
      ...stepActions(parts, this.nudge),
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
