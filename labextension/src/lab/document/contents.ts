import { PathExt } from '@jupyterlab/coreutils';
import type { Contents, IContentProvider } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { type GraphServer, ServerRefusal, type Take } from '../server';
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
  readonly fileChanged = new Signal<this, Contents.IChangedArgs>(this);
  private readonly paths = new Set<string>();

  constructor(
    private readonly server: GraphServer,
    private readonly files: Pick<Contents.IManager, 'get'>
  ) {}

  async get(path: string, options?: Contents.IFetchOptions): Promise<Contents.IModel> {
    if (!options?.content) {
      return this.paths.has(path) ? unquestioned(path) : this.files.get(path);
    }
    const [file, opened] = await Promise.all([this.files.get(path), this.open(path)]);
    this.paths.add(path);
    return { ...file, format: 'text', content: JSON.stringify(opened), hash: undefined };
  }

  async save(path: string, options?: Partial<Contents.IModel>): Promise<Contents.IModel> {
    await this.write(path, JSON.parse(options?.content as string) as OpenedFile);
    this.paths.add(path);
    this.saved.emit(path);
    return { ...(await this.files.get(path)), hash: undefined };
  }

  /** Loads a file anew, in the way that was chosen; returns the session that it is in. */
  async take(path: string, take: Take): Promise<string> {
    return (await this.server.load(proposalFor(path), path, take)).session_id;
  }

  /** Writes a session to another file, over what is there; its tabs follow. */
  async saveAs(sessionId: string, oldPath: string, newPath: string): Promise<void> {
    await this.server.saveAs(sessionId, newPath);
    await this.moved(oldPath, newPath);
    this.saved.emit(newPath);
  }

  /** Tells JupyterLab that a session is kept in another file now: tabs follow it. */
  async moved(oldPath: string, newPath: string): Promise<void> {
    this.paths.add(newPath);
    const newValue = { ...(await this.files.get(newPath)), hash: undefined };
    this.fileChanged.emit({ type: 'rename', oldValue: { path: oldPath }, newValue });
  }

  /** A file that is open has another path now. */
  rename(oldPath: string, newPath: string): void {
    this.paths.delete(oldPath);
    this.paths.add(newPath);
  }

  /** A file is not open any more. */
  forget(path: string): void {
    this.paths.delete(path);
  }

  private async open(path: string): Promise<OpenedFile> {
    try {
      const { session_id } = await this.server.load(proposalFor(path), path);
      return { session_id };
    } catch (error) {
      return { conflict: conflictIn(error) };
    }
  }

  private async write(path: string, opened: OpenedFile): Promise<void> {
    if ('conflict' in opened) {
      throw new SaveDeferred(opened.conflict.message);
    }
    try {
      await this.server.save(opened.session_id);
    } catch (error) {
      const conflict = conflictIn(error);
      this.conflicted.emit({ path, conflict });
      throw new SaveDeferred(conflict.message);
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

/** What one has to choose about; any other error goes on. */
function conflictIn(error: unknown): FileConflict {
  if (error instanceof ServerRefusal && error.code === 'file-changed') {
    return { message: error.message, details: error.details };
  }
  throw error;
}

/** A session's name made of its file's; where it was used before, the server adds a number. */
function proposalFor(path: string): string {
  const name = PathExt.basename(path, '.graphsync').replace(/[^A-Za-z0-9]+/g, '-');
  return name.replace(/^-|-$/g, '').slice(0, 58) || 'graph';
}
