import { Editor, type Refusal, type Session } from '../core';
import { Actions } from './actions';
import { CanvasHost, type MakeRenderer } from './canvas_host';
import type { ViewContext } from './context';
import { Display } from './display';
import { element } from './dom';
import { Editing } from './editing/editing';
import { sayRefusal } from './editing/refusals';
import { toolsOf } from './editing/tools';
import { exportActions } from './export_actions';
import type { HistoryAccess } from './history_access';
import { canvasActions } from './interaction/canvas_actions';
import { Interaction } from './interaction/interaction';
import { listenToKeys } from './keys';
import { Legend } from './legend';
import type { Anchor } from './menu/anchor';
import { Menu } from './menu/menu';
import { Messages } from './messages';
import { Notice } from './notice';
import { AppearanceCard } from './appearance_card';
import { FeedList } from './panels/activity/feed_list';
import { TypesPanel } from './panels/blueprints/types_panel';
import { Inspector } from './panels/inspector/inspector';
import { Outline } from './panels/outline/outline';
import { Avatars } from './panels/people/avatars';
import { Following } from './panels/people/following';
import { presentOneself } from './panels/people/own_identity';
import { PeoplePanel } from './panels/people/people_panel';
import { Picture } from './picture';
import { reveal } from './reveal';
import { Scene } from './scene';
import { SearchBar } from './search/search_bar';
import { Selection } from './selection';
import { Shown } from './shown';
import { SidePanel } from './side_panel';
import { StatusLine } from './status';
import { addStyle } from './style';
import { counted } from './text';
import { EDIT_NOT_NOW, TimeTravel } from './time_travel';
import { Toolbar } from './toolbar';
import { Unsent } from './unsent';
import { guardWheel } from './wheel_guard';
import { viewActions } from './view_actions';

export interface GraphViewOptions {
  makeRenderer: MakeRenderer;
  /** Whether the element stands in a page that the wheel scrolls. */
  isInPage: boolean;
  /** Asks for the session anew, after it ended for this page. */
  connectAgain: () => void;
  /** Whether nothing can be edited here, whatever one may. */
  isReadOnly?: boolean;
  /** The way to the session's history, where there is one. */
  history?: HistoryAccess;
  /** Whether the page has a toolbar of its own for our actions. */
  hasOwnToolbar?: boolean;
}

// The others see no more than this many selected nodes: it is told with every change.
const MOST_TOLD = 500;

/** A session in an element: who is there, the picture, what one can do, and what happens. */
export class GraphView {
  readonly root = element('div', 'graphsync-view');
  readonly context: ViewContext;
  readonly unsent: Unsent;
  private readonly picture: Picture;
  private readonly title = element('h2', 'graphsync-title');
  private readonly counts = element('span', 'graphsync-counts');
  private readonly legend: Legend;
  private readonly notice: Notice;
  private readonly side: SidePanel;
  private readonly following: Following;
  private readonly editing: Editing;
  private readonly search: SearchBar;
  private readonly appearance: AppearanceCard;
  /** The way to the past. */
  readonly time: TimeTravel;
  private readonly parts: { dispose(): void }[];
  private readonly stops: (() => void)[];

  constructor(session: Session, container: HTMLElement, options: GraphViewOptions) {
    this.context = contextOf(session, this.root, options);
    const { scene, shown, host, actions, messages } = this.context;
    this.unsent = new Unsent(session.connection);
    this.picture = new Picture(session, shown, scene, host, this.context.display);
    this.legend = new Legend(scene, host);
    this.notice = new Notice(session, shown, options.connectAgain);
    this.following = new Following(this.context);
    this.search = new SearchBar(this.context);
    this.appearance = new AppearanceCard(this.context);
    const show = (nodeIds: readonly string[]): void => this.show(nodeIds);
    const inspector = new Inspector(this.context, show);
    this.side = new SidePanel([
      inspector,
      new Outline(this.context, show),
      new TypesPanel(this.context, show),
      new FeedList(session, show),
      new PeoplePanel(this.context, this.following)
    ]);
    const { side, search, appearance, following, picture } = this;
    this.editing = new Editing(this.context);
    this.time = new TimeTravel(this.context, options.history, options.isReadOnly ?? false);
    actions.add(...viewActions(this.context, { side, search, appearance, inspector }));
    actions.add(...canvasActions(this.context), ...exportActions(this.context));
    actions.add(...this.time.actions());
    const status = new StatusLine(session, this.unsent, options.isReadOnly);
    const people = new Avatars(session, following, () => side.show('people'));
    const toolbar = new Toolbar(actions, toolsOf(this.context, this.editing));
    this.parts = [
      this.time,
      this.editing,
      status,
      people,
      toolbar,
      side,
      following,
      search,
      picture
    ];
    this.parts.push(messages, this.unsent, this.legend, this.context.interaction, host);
    this.root.append(this.head(status, people, options.hasOwnToolbar ? undefined : toolbar));
    this.root.append(element('div', 'graphsync-body', this.stage(), this.side.root));
    this.root.append(this.time.root);
    this.root.dataset['sessionId'] = session.sessionId;
    container.append(this.root);
    addStyle(container);
    this.stops = this.connect(options);
    presentOneself(session);
    this.picture.draw();
  }

  /** The renderer that draws at the moment, if one does. */
  get renderer() {
    return this.context.host.current;
  }

  /** Selects nodes, as far as they are still there, and brings them into sight. */
  show(nodeIds: readonly string[]): void {
    const { scene, selection, host } = this.context;
    const known = nodeIds.filter((nodeId) => scene.replica.nodes.has(nodeId));
    selection.set(known);
    reveal(
      host.current,
      known.map((nodeId) => scene.placement.of(nodeId))
    );
  }

  /** Opens, below a box of the window, what toolbars have no buttons for. */
  openMore(anchor: Anchor): void {
    const home = this.context.host.root;
    new Menu(this.root, this.editing.moreItems(), { label: 'More', anchor, home });
  }

  dispose(): void {
    this.stops.forEach((stop) => stop());
    this.parts.forEach((part) => part.dispose());
    this.root.remove();
  }

  private connect(options: GraphViewOptions): (() => void)[] {
    const { session, shown, host, selection, interaction, actions, messages } = this.context;
    const { store } = session;
    return [
      this.picture.drawn.connect(({ hasChanged }) => this.tell(hasChanged)),
      store.clientsChanged.connect(() => this.showPeers()),
      store.committed.connect(({ seq }) => (this.root.dataset['seq'] = String(seq))),
      store.refused.connect(() => actions.changed.emit()),
      shown.turned.connect(() => this.turn()),
      selection.changed.connect(() => this.showSelection()),
      this.context.interaction.toolChanged.connect(() => actions.changed.emit()),
      host.rendererChanged.connect((kind) => (this.root.dataset['renderer'] = kind)),
      interaction.toolChanged.connect((tool) => (this.root.dataset['tool'] = tool)),
      listenToKeys(this.root, actions),
      actions.refused.connect((why) => messages.say(why)),
      ...(options.isInPage ? [guardWheel(host.root)] : [])
    ];
  }

  private head(status: StatusLine, people: Avatars, toolbar?: Toolbar): HTMLElement {
    const spacer = element('span', 'graphsync-spacer');
    const head = element('div', 'graphsync-head');
    head.append(this.title, status.root, this.counts, spacer, people.root);
    head.append(...(toolbar ? [toolbar.root] : []));
    return head;
  }

  private stage(): HTMLElement {
    const { host, messages } = this.context;
    const stage = element('div', 'graphsync-stage');
    stage.append(host.root, this.legend.root, this.following.root);
    stage.append(this.notice.root, this.search.root, this.appearance.root);
    stage.append(element('div', 'graphsync-foot', this.editing.progressRoot, messages.root));
    return stage;
  }

  private tell(hasChanged: boolean): void {
    const { session, shown, host, selection, actions } = this.context;
    const { store, connection, sessionId } = session;
    const { nodes, linkCount } = shown.replica;
    if (hasChanged) {
      this.legend.draw();
      selection.prune(shown.replica);
    }
    this.title.textContent = store.settings.title || sessionId;
    this.counts.textContent = `${counted(nodes.size, 'node')} · ${counted(linkCount, 'link')}`;
    host.describe(`Graph ${this.title.textContent}: ${this.counts.textContent}`);
    this.notice.draw();
    actions.changed.emit();
    const { dataset } = this.root;
    dataset['graphsyncState'] = connection.state.kind;
    dataset['seq'] = String(store.position.seq);
    dataset['nodeCount'] = String(nodes.size);
    dataset['linkCount'] = String(linkCount);
  }

  private showSelection(): void {
    const { session, shown, host, selection, actions } = this.context;
    const nodeIds = [...selection.nodeIds];
    host.setSelection(nodeIds, selection.links);
    if (!shown.isPast) {
      session.connection.present({ selection: nodeIds.slice(0, MOST_TOLD) });
    }
    actions.changed.emit();
  }

  /** The others are here now: in the past one is alone. */
  private turn(): void {
    const { shown, session, actions } = this.context;
    this.root.dataset['time'] = shown.isPast ? 'past' : 'now';
    if (shown.isPast) {
      session.connection.present({ selection: [], pointer: null });
    }
    this.following.stop();
    this.showPeers();
    this.showSelection();
    actions.changed.emit();
  }

  private showPeers(): void {
    const { shown, session } = this.context;
    const { store, connection } = session;
    const others = shown.isPast ? [] : [...store.clients.values()];
    this.context.host.setPeers(others.filter((other) => other.client_id !== connection.clientId));
  }
}

function contextOf(session: Session, root: HTMLElement, options: GraphViewOptions): ViewContext {
  const display = new Display();
  const shown = new Shown(session.store);
  const scene = new Scene(shown.replica, display);
  const messages = new Messages();
  const report = (refusal: Refusal): void => sayRefusal(messages, session.store.replica, refusal);
  const editor = new Editor(session, report, scene.placement);
  const host = new CanvasHost(scene, options.makeRenderer);
  const selection = new Selection();
  const canWrite = (): boolean => editor.canWrite && !options.isReadOnly && !shown.isPast;
  const isNow = (): boolean => !shown.isPast;
  return {
    root,
    session,
    editor,
    shown,
    scene,
    host,
    selection,
    interaction: new Interaction({ session, isNow, editor, scene, host, selection, canWrite }),
    display,
    actions: new Actions(canWrite, () => (shown.isPast ? EDIT_NOT_NOW : undefined)),
    messages
  };
}
