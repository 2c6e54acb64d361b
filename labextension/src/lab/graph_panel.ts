import type { ServerConnection } from '@jupyterlab/services';
import type { Message } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { OpenedGraph } from '../widget';
import { button, element } from './dom';
import { loadModule } from './module';
import { GraphServer } from './server';

/** A session and the view of it. */
export type ShownGraph = Pick<OpenedGraph, 'session' | 'view'>;

export interface GraphPanelOptions {
  settings: ServerConnection.ISettings;
  /** The session that it shows; without one it waits until it is told. */
  sessionId?: string;
  /** Whether a toolbar around it offers what one can do. */
  hasOwnToolbar?: boolean;
  /** Shows another session, in a tab of its own. */
  openSession?: (sessionId: string) => void;
}

/** A session in a panel; store and socket are those that the widgets on the page use. */
export class GraphPanel extends Widget {
  /** What it shows, the connection, who is there, or what one can do is not as before. */
  readonly changed = new Signal<this, void>(this);
  /** A session was opened, or asked for anew. */
  readonly opened = new Signal<this, ShownGraph>(this);
  private wanted: string;
  private handle: OpenedGraph | undefined;
  private shown: ShownGraph | undefined;
  private stops: (() => void)[] = [];
  private readonly notice = element('div', 'graphsync-panel-notice');

  constructor(private readonly options: GraphPanelOptions) {
    super();
    this.addClass('graphsync-panel');
    this.node.tabIndex = -1;
    this.node.append(this.notice);
    this.wanted = options.sessionId ?? '';
  }

  /** Empty where it is not known yet. */
  get sessionId(): string {
    return this.wanted;
  }

  /** The session and its view, once they are there. */
  get graph(): ShownGraph | undefined {
    return this.shown;
  }

  /** Shows a session, instead of another one if there was one. */
  showSession(sessionId: string): void {
    if (sessionId !== this.wanted) {
      this.wanted = sessionId;
      this.letGo();
      void this.open();
    }
  }

  /** Puts something that has to be read over the graph, or takes it away. */
  announce(...notice: (Node | string)[]): void {
    this.notice.replaceChildren(...notice);
  }

  override dispose(): void {
    this.letGo();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    void this.open();
  }

  protected override onActivateRequest(): void {
    (this.shown?.view.context.host.root ?? this.node).focus();
  }

  private async open(): Promise<void> {
    if (!this.wanted || !this.isAttached || this.handle) {
      return;
    }
    const { settings, hasOwnToolbar, openSession } = this.options;
    const server = new GraphServer(settings);
    try {
      const { openGraph } = await loadModule(settings.baseUrl);
      if (!this.isDisposed && !this.handle) {
        this.handle = openGraph(this.node, {
          session_id: this.wanted,
          baseUrl: settings.baseUrl,
          token: settings.token,
          hasOwnToolbar,
          openSession,
          request: (path, init) => server.request(path, init),
          whenOpened: (shown) => this.take(shown)
        });
      }
    } catch (error) {
      console.error('graphsync: the module cannot be loaded', error);
      this.offerAgain();
    }
  }

  private offerAgain(): void {
    const text =
      'The graph could not be loaded from the server. Is it running, and are you logged in?';
    const again = button('jp-mod-styled', 'Try again', () => {
      this.announce();
      void this.open();
    });
    this.announce(element('div', 'graphsync-conflict', element('p', '', text), again));
  }

  private take(shown: ShownGraph): void {
    this.stops.forEach((stop) => stop());
    const { session, view } = shown;
    const tell = (): void => this.changed.emit();
    this.shown = shown;
    this.stops = [
      view.context.actions.changed.connect(tell),
      session.connection.stateChanged.connect(tell),
      view.unsent.changed.connect(tell),
      session.store.clientsChanged.connect(tell),
      session.store.settingsChanged.connect(tell)
    ];
    if (document.activeElement === this.node) {
      view.context.host.root.focus();
    }
    this.opened.emit(shown);
    tell();
  }

  /** Shows the session as it was after a commit. */
  showMoment(seq: number): void {
    if (this.shown) {
      void this.shown.view.time.showMoment(seq);
    } else {
      const once = (_panel: this, { view }: ShownGraph): void => {
        this.opened.disconnect(once);
        void view.time.showMoment(seq);
      };
      this.opened.connect(once);
    }
  }

  private letGo(): void {
    this.stops.forEach((stop) => stop());
    this.stops = [];
    this.handle?.dispose();
    [this.handle, this.shown] = [undefined, undefined];
  }
}
