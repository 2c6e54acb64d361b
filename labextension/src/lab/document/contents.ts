import { PathExt } from '@jupyterlab/coreutils';
import type { Contents, IContentProvider } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { type GraphServer, type LoadedProject, ServerRefusal, type Take } from '../server';
import type { FileConflict, OpenedFile } from './model';

export const PROVIDER_ID = 'graphsync';

/**
 * Where a document's content comes from and goes to: opening a file loads it into a live session,
 * saving lets the server write that session to it. No graph passes through here.
 */
export class GraphContents implements IContentProvider {
  /** A file could not be saved because somebody else changed it. */
  readonly conflicted = new Signal<this, { path: string; conflict: FileConflict }>(this);
  /** A file was saved. */
  readonly saved = new Signal<this, string>(this);
  private readonly paths = new Set<string>();

  constructor(
    private readonly server: GraphServer,
    private readonly files: Pick<Contents.IManager, 'get'>
  ) {}

  async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    if (!options?.content) {
      return this.paths.has(path) ? unquestioned(path) : this.files.get(path, { content: false });
    }
    const [file, opened] = await Promise.all([
      this.files.get(path, { content: false }),
      this.open(path)
    ]);
    this.paths.add(path);
    return { ...file, format: 'text', content: JSON.stringify(opened), hash: undefined };
  }

  async save(path: string, options?: Partial<Contents.IModel>): Promise<Contents.IModel> {
    const { session_id } = JSON.parse(options?.content as string) as OpenedFile;
    await this.write(session_id, path);
    this.paths.add(path);
    this.saved.emit(path);
    return { ...(await this.files.get(path, { content: false })), hash: undefined };
  }

  /** Loads a file anew, in the way that was chosen. */
  take(sessionId: string, path: string, take: Take): Promise<LoadedProject> {
    return this.server.load(sessionId, path, take);
  }

  /** The file is not open any more, or not under this path. */
  forget(path: string): void {
    this.paths.delete(path);
  }

  private async open(path: string): Promise<OpenedFile> {
    const proposed = newSessionId(path);
    try {
      const { session_id } = await this.server.load(proposed, path);
      return { session_id };
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict) {
        const { session_id = proposed } = conflict.details as Partial<LoadedProject>;
        return { session_id, conflict };
      }
      throw error;
    }
  }

  private async write(sessionId: string, path: string): Promise<void> {
    try {
      await this.server.save(sessionId, path);
    } catch (error) {
      const conflict = conflictOf(error);
      if (conflict) {
        this.conflicted.emit({ path, conflict });
        throw new SaveDeferred(conflict.message);
      }
      throw error;
    }
  }
}

/** A save that waits for a choice. JupyterLab takes it for a cancelled dialog and shows no other. */
class SaveDeferred extends Error {
  override readonly name = 'ModalCancelError';
}

/** The server itself finds out whether a file changed: what JupyterLab compares is never newer. */
function unquestioned(path: string): Contents.IModel {
  const never = new Date(0).toISOString();
  return {
    path,
    name: PathExt.basename(path),
    type: 'file',
    writable: true,
    created: never,
    last_modified: never,
    mimetype: 'application/json',
    format: 'text',
    content: null
  };
}

function conflictOf(error: unknown): FileConflict | undefined {
  return error instanceof ServerRefusal && error.code === 'file-changed'
    ? { message: error.message, details: error.details }
    : undefined;
}

/** A name that nobody had before: the id of an ended session is not used again. */
function newSessionId(path: string): string {
  const name = PathExt.basename(path, '.graphsync').replace(/[^A-Za-z0-9_-]+/g, '-');
  const start = name.replace(/^[^A-Za-z0-9]+/, '').slice(0, 40) || 'graph';
  return `${start}-${crypto.getRandomValues(new Uint32Array(1))[0]!.toString(36)}`;
}
