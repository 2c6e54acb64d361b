import { DocumentWidget } from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { GraphPanel } from '../graph_panel';
import type { GraphServer, Take } from '../server';
import { conflictChoice } from './conflict_choice';
import type { GraphContents } from './contents';
import type { FileConflict, GraphModel } from './model';
import { SavedState } from './saved';

export interface GraphDocumentOptions extends DocumentWidget.IOptions<GraphPanel, GraphModel> {
  server: GraphServer;
  contents: GraphContents;
  trans: TranslationBundle;
}

/** A `.graphsync` file in a tab: the session that holds it, live, and a dot while it is ahead. */
export class GraphDocument extends DocumentWidget<GraphPanel, GraphModel> {
  private saved: SavedState | undefined;

  constructor(private readonly parts: GraphDocumentOptions) {
    super(parts);
    const { contents, server } = parts;
    this.context.model.contentChanged.connect(() => this.showOpened());
    this.content.opened.connect((_panel, { session }) => {
      this.saved?.dispose();
      this.saved = new SavedState(session, server, (isAhead) => this.context.model.follow(isAhead));
    });
    contents.conflicted.connect(this.hearOfConflict);
    contents.saved.connect(this.hearOfSave);
    this.showOpened();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.saved?.dispose();
      this.parts.contents.conflicted.disconnect(this.hearOfConflict);
      this.parts.contents.saved.disconnect(this.hearOfSave);
      super.dispose();
    }
  }

  private showOpened(): void {
    const opened = this.context.model.openedFile;
    if (opened) {
      this.content.showSession(opened.session_id);
      this.offer(opened.conflict);
    }
  }

  private readonly hearOfConflict = (
    _contents: GraphContents,
    { path, conflict }: { path: string; conflict: FileConflict }
  ): void => {
    if (path === this.context.localPath) {
      this.offer(conflict);
    }
  };

  private readonly hearOfSave = (_contents: GraphContents, path: string): void => {
    if (path === this.context.localPath) {
      this.offer(undefined);
      void this.saved?.refresh();
    }
  };

  /** Shows what there is to choose over the graph, or takes it away. */
  private offer(conflict: FileConflict | undefined): void {
    const { trans } = this.parts;
    const choice = conflict && conflictChoice(conflict, trans, (take) => void this.take(take));
    this.content.announce(...(choice ? [choice] : []));
  }

  private async take(take: Take): Promise<void> {
    const { contents } = this.parts;
    const { sessionId } = this.content;
    try {
      const { session_id } = await contents.take(sessionId, this.context.localPath, take);
      this.content.showSession(session_id);
      this.offer(undefined);
    } catch (error) {
      this.content.graph?.view.context.messages.say(String(error), 'error');
    }
  }
}
