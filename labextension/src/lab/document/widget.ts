import { DocumentWidget } from '@jupyterlab/docregistry';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ConnectionState } from '../../core';
import { button, element } from '../dom';
import type { GraphPanel, ShownGraph } from '../graph_panel';
import type { GraphServer, Take } from '../server';
import { conflictChoice } from './conflict_choice';
import type { GraphContents } from './contents';
import type { FileConflict, GraphModel } from './model';
import { SavedState, type SavedNews } from './saved';
import { titleAfterMove } from './title_of_file';

export interface GraphDocumentOptions extends DocumentWidget.IOptions<GraphPanel, GraphModel> {
  server: GraphServer;
  contents: GraphContents;
  trans: TranslationBundle;
}

/** A `.graphsync` file in a tab: the session that holds it, live, and a dot while it is ahead. */
export class GraphDocument extends DocumentWidget<GraphPanel, GraphModel> {
  private saved: SavedState | undefined;
  private stopListening = (): void => undefined;
  private path: string;
  private leftPath = '';
  private problem = '';

  constructor(private readonly parts: GraphDocumentOptions) {
    super(parts);
    const { context, content } = this;
    this.path = context.localPath;
    context.model.contentChanged.connect(() => this.showOpened());
    context.pathChanged.connect(() => this.move());
    content.opened.connect((_panel, graph) => this.follow(graph));
    parts.contents.conflicted.connect(this.hearOfConflict);
    parts.contents.saved.connect(this.hearOfSave);
    this.showOpened();
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this.saved?.dispose();
      this.stopListening();
      this.parts.contents.conflicted.disconnect(this.hearOfConflict);
      this.parts.contents.saved.disconnect(this.hearOfSave);
      this.parts.contents.forget(this.path);
      super.dispose();
    }
  }

  private showOpened(): void {
    const opened = this.context.model.openedFile;
    if (opened && 'conflict' in opened) {
      this.offer(opened.conflict);
    } else if (opened) {
      this.content.announce();
      this.content.showSession(opened.session_id);
    }
  }

  private follow({ session }: ShownGraph): void {
    this.saved?.dispose();
    this.stopListening();
    this.saved = new SavedState(session, this.parts.server, (news) => this.hear(news));
    this.stopListening = session.connection.stateChanged.connect((state) => {
      this.hearOfState(state);
    });
  }

  private hear({ isAhead, path, problem }: SavedNews): void {
    this.context.model.follow(isAhead);
    if (problem && problem !== this.problem) {
      this.content.graph?.view.context.messages.say(problem, 'warning');
    }
    this.problem = problem;
    if (path === this.path) {
      this.leftPath = '';
    } else if (path !== undefined && path !== this.leftPath) {
      // Somebody else renamed it, or saved it under another name.
      void this.parts.contents.moved(this.path, path);
    }
  }

  /** What the server tells next may still be of before. */
  private move(): void {
    this.leftPath = this.path;
    this.path = this.context.localPath;
    this.parts.contents.rename(this.leftPath, this.path);
    void this.retitle(this.leftPath, this.path);
  }

  private async retitle(from: string, to: string): Promise<void> {
    const { session } = this.content.graph ?? {};
    const title = session && titleAfterMove(session.store.settings.title, from, to);
    if (session?.store.role === 'editor' && title !== undefined) {
      try {
        await this.parts.server.retitle(session.sessionId, title);
      } catch (error) {
        console.warn('graphsync: the title could not follow the name of the file', error);
      }
    }
  }

  /** A session that was ended leaves its file: that can be opened as a new one. */
  private hearOfState(state: ConnectionState): void {
    if (state.kind === 'ended') {
      const { trans } = this.parts;
      const text = trans.__('This session was ended. Its file is as it was saved last.');
      const again = button('jp-mod-styled', trans.__('Open the file again'), () => {
        void this.context.revert();
      });
      this.content.announce(element('div', 'graphsync-conflict', element('p', '', text), again));
    }
  }

  private readonly hearOfConflict = (
    _contents: GraphContents,
    { path, conflict }: { path: string; conflict: FileConflict }
  ): void => {
    if (path === this.path) {
      this.offer(conflict);
    }
  };

  private readonly hearOfSave = (_contents: GraphContents, path: string): void => {
    if (path === this.path) {
      this.content.announce();
      void this.saved?.refresh();
    }
  };

  /** Shows over the graph what there is to choose. */
  private offer(conflict: FileConflict): void {
    const chosen = (take: Take): void => void this.take(take);
    this.content.announce(conflictChoice(conflict, this.parts.trans, chosen));
  }

  private async take(take: Take): Promise<void> {
    try {
      this.context.model.open(await this.parts.contents.take(this.path, take));
      void this.saved?.refresh();
    } catch (error) {
      this.content.announce(element('div', 'graphsync-conflict', (error as Error).message));
    }
  }
}
