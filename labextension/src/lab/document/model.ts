import { DocumentModel, TextModelFactory } from '@jupyterlab/docregistry';

/** What opening a file came to: the session that holds it, or that one has to choose first. */
export type OpenedFile = { readonly session_id: string } | { readonly conflict: FileConflict };

/** A file and its live graph both changed since they were one. */
export interface FileConflict {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export const MODEL_NAME = 'graphsync-session';

/**
 * What JupyterLab takes for a `.graphsync` file's content: which session it is open in. The graph
 * itself is never here, it lives on the server, and only the server writes the file.
 */
export class GraphModel extends DocumentModel {
  private isAhead = false;

  /** Nothing before it was loaded. */
  get openedFile(): OpenedFile | undefined {
    const text = this.toString();
    return text ? (JSON.parse(text) as OpenedFile) : undefined;
  }

  /** The file is open in a session, after a choice. */
  open(sessionId: string): void {
    this.fromString(JSON.stringify({ session_id: sessionId }));
  }

  /** Whether the graph holds what the file does not. Only `follow` can tell. */
  override get dirty(): boolean {
    return this.isAhead;
  }

  override set dirty(_value: boolean) {
    // JupyterLab says that a save is done; whether the file is up to date is the server's to say.
  }

  /** Hears from the session whether its file is behind it. */
  follow(isAhead: boolean): void {
    const oldValue = this.isAhead;
    if (isAhead !== oldValue) {
      this.isAhead = isAhead;
      this.triggerStateChange({ name: 'dirty', oldValue, newValue: isAhead });
    }
  }
}

/** Makes models of `.graphsync` files; not shared by JupyterLab, for the session is shared. */
export class GraphModelFactory extends TextModelFactory {
  override get name(): string {
    return MODEL_NAME;
  }

  override get collaborative(): boolean {
    return false;
  }

  override createNew(): GraphModel {
    return new GraphModel();
  }
}
