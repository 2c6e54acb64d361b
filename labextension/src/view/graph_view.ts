import type { GraphChange, Session } from '../core';
import { CanvasHost, type MakeRenderer } from './canvas_host';
import { button, element } from './dom';
import { FeedList } from './feed_list';
import { FrameJoiner } from './frame_joiner';
import { Legend } from './legend';
import { NodeCard } from './node_card';
import { Notice } from './notice';
import { PeopleList } from './people';
import { Scene, Touched } from './scene';
import { StatusLine } from './status';
import { addStyle } from './style';
import { counted } from './text';
import { guardWheel } from './wheel_guard';

export interface GraphViewOptions {
  makeRenderer: MakeRenderer;
  /** Whether the element stands in a page that the wheel scrolls. */
  isInPage: boolean;
  /** Asks for the session anew, after it ended for this page. */
  connectAgain: () => void;
}

// Events that come closer to each other than this belong to one flood.
const FLOOD_MS = 400;

/** A session in an element: who is there, the picture, and what happens. */
export class GraphView {
  readonly root = element('div', 'graphsync-view');
  private readonly scene: Scene;
  private readonly host: CanvasHost;
  private readonly title = element('h2', 'graphsync-title');
  private readonly counts = element('span', 'graphsync-counts');
  private readonly legend = new Legend();
  private readonly parts: { dispose(): void }[];
  private readonly notice: Notice;
  private readonly card: NodeCard;
  private readonly joiner = new FrameJoiner(() => this.draw());
  private readonly stops: (() => void)[];
  private touched = new Touched();
  private isReloaded = true;
  private settling: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly session: Session,
    container: HTMLElement,
    options: GraphViewOptions
  ) {
    const { store, connection } = session;
    this.scene = new Scene(store.replica);
    this.host = new CanvasHost(this.scene, options.makeRenderer);
    this.notice = new Notice(session, options.connectAgain);
    this.card = new NodeCard(this.scene, () => this.select([]));
    const [status, people, feed] = [
      new StatusLine(session),
      new PeopleList(session),
      new FeedList(session)
    ];
    this.parts = [status, people, feed];
    this.root.append(this.head(status, people), this.body(feed));
    this.root.dataset['sessionId'] = session.sessionId;
    container.append(this.root);
    addStyle(container);
    this.stops = [
      store.graphChanged.connect((change) => this.note(change)),
      store.settingsChanged.connect(() => this.joiner.ask()),
      store.clientsChanged.connect(() => this.showPeers()),
      connection.stateChanged.connect(() => this.joiner.ask()),
      this.host.events.connect((event) => event.kind === 'select' && this.select(event.nodeIds)),
      this.host.rendererChanged.connect((kind) => (this.root.dataset['renderer'] = kind))
    ];
    if (options.isInPage) {
      this.stops.push(guardWheel(this.host.root));
    }
    this.draw();
  }

  /** The renderer that draws at the moment, if one does. */
  get renderer() {
    return this.host.current;
  }

  dispose(): void {
    clearTimeout(this.settling);
    this.stops.forEach((stop) => stop());
    this.joiner.stop();
    this.parts.forEach((part) => part.dispose());
    this.host.dispose();
    this.root.remove();
  }

  private head(status: StatusLine, people: PeopleList): HTMLElement {
    const fit = button('graphsync-button', 'Show the whole graph', 'Fit', () =>
      this.renderer?.fit()
    );
    const spacer = element('span', 'graphsync-spacer');
    const head = element('header', 'graphsync-head');
    head.append(this.title, status.root, this.counts, spacer, people.root, fit);
    return head;
  }

  private body(feed: FeedList): HTMLElement {
    const stage = element('div', 'graphsync-stage');
    stage.append(this.host.root, this.legend.root, this.card.root, this.notice.root);
    return element('div', 'graphsync-body', stage, feed.root);
  }

  private note(change: GraphChange): void {
    if (change.kind === 'loaded') {
      this.isReloaded = true;
    } else {
      change.events.forEach((record) => this.touched.add(record));
    }
    this.joiner.ask();
  }

  private draw(): void {
    const { touched } = this;
    this.touched = new Touched();
    if (this.isReloaded) {
      this.scene.placement.load();
    }
    const hasMoved = this.scene.placement.update(touched.nodeIds);
    if (this.isReloaded || hasMoved || touched.isEverything) {
      this.host.load();
    } else if (!touched.isEmpty) {
      this.host.apply(touched);
    }
    if (this.isReloaded || !touched.isEmpty) {
      this.legend.draw(this.scene);
      this.card.draw();
      this.settleLater();
    }
    this.isReloaded = false;
    this.tell();
  }

  private settleLater(): void {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.scene.placement.settle()) {
        this.host.load();
      }
    }, FLOOD_MS);
  }

  private tell(): void {
    const { store, connection, sessionId } = this.session;
    const { nodes, linkCount } = store.replica;
    this.title.textContent = store.settings.title || sessionId;
    this.counts.textContent = `${counted(nodes.size, 'node')} · ${counted(linkCount, 'link')}`;
    this.notice.draw();
    const { dataset } = this.root;
    dataset['graphsyncState'] = connection.state.kind;
    dataset['seq'] = String(store.position.seq);
    dataset['nodeCount'] = String(nodes.size);
    dataset['linkCount'] = String(linkCount);
  }

  private select(nodeIds: readonly string[]): void {
    this.host.setSelection(nodeIds);
    this.card.show(nodeIds[0]);
    this.session.connection.present({ selection: [...nodeIds] });
  }

  private showPeers(): void {
    const { store, connection } = this.session;
    const others = [...store.clients.values()];
    this.host.setPeers(others.filter(({ client_id }) => client_id !== connection.clientId));
  }
}
