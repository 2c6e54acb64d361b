import type { ServerConnection } from '@jupyterlab/services';
import type { Message } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import type { OpenedGraph } from '../widget';
import { loadModule } from './module';

/** A session in a panel; store and socket are those that the widgets on the page use. */
export class GraphPanel extends Widget {
  private opened: OpenedGraph | undefined;

  constructor(
    readonly sessionId: string,
    private readonly settings: ServerConnection.ISettings
  ) {
    super();
    this.addClass('graphsync-panel');
    this.node.style.height = '100%';
  }

  override dispose(): void {
    this.opened?.dispose();
    super.dispose();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    if (!this.opened) {
      void this.open();
    }
  }

  private async open(): Promise<void> {
    const { baseUrl, token } = this.settings;
    try {
      const { openGraph } = await loadModule(baseUrl);
      if (!this.isDisposed && !this.opened) {
        this.opened = openGraph(this.node, { session_id: this.sessionId, baseUrl, token });
      }
    } catch (error) {
      this.node.textContent = `The graph cannot be shown: ${String(error)}`;
    }
  }
}
