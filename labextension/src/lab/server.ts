import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';

/** What the server tells of a session; `node_count` and `link_count` only of one that is open. */
export interface SessionDescription {
  readonly session_id: string;
  readonly title: string;
  readonly seq: number;
  readonly client_count: number;
  readonly node_count?: number;
  readonly link_count?: number;
  /** The file that it is kept in, in a list; `project` says more of it where one is described. */
  readonly path?: string;
  readonly project?: ProjectDescription;
}

/** The file of a session, and whether the graph holds what the file does not. */
export interface ProjectDescription {
  readonly path: string;
  readonly is_dirty: boolean;
  /** The last commit that the file holds. */
  readonly saved_seq: number;
  /** Why it could not be saved, in a sentence; empty where it could. */
  readonly problem: string;
}

/** A file that is open as a session, or a session that was saved to a file. */
export interface OpenProject {
  readonly session_id: string;
  readonly seq: number;
  readonly result: { readonly project: ProjectDescription };
}

/** What becomes of a file that changed while its graph did: the file's, the graph's, or both. */
export type Take = 'file' | 'live' | 'merge';

/** The server said no, and why. */
export class ServerRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown>
  ) {
    super(message);
    this.name = 'ServerRefusal';
  }
}

/**
 * The REST calls that JupyterLab's side needs; URL, token and XSRF are those of the settings. What
 * changes a session is done as the client that `clientToken` names, where this page is one.
 */
export class GraphServer {
  constructor(
    readonly settings: ServerConnection.ISettings,
    private readonly clientToken: (sessionId: string) => string | undefined = () => undefined
  ) {}

  async sessions(): Promise<readonly SessionDescription[]> {
    const { sessions } = await this.ask<{ sessions: SessionDescription[] }>('sessions');
    return sessions;
  }

  describe(sessionId: string): Promise<SessionDescription> {
    return this.ask(pathOf(sessionId));
  }

  /** Opens a file: in the session that it is open in already, else in one with a name like this. */
  load(proposed: string, path: string, take?: Take): Promise<OpenProject> {
    return this.ask(`${pathOf(proposed)}/load`, 'POST', take ? { path, take } : { path });
  }

  /** Writes a session to its file. */
  save(sessionId: string): Promise<OpenProject> {
    return this.write(sessionId, {});
  }

  /** Writes a session to another file, over what is there; that is its file then. */
  saveAs(sessionId: string, path: string): Promise<OpenProject> {
    return this.write(sessionId, { path, force: true });
  }

  /** Gives a session another title. */
  retitle(sessionId: string, title: string): Promise<SessionDescription> {
    return this.ask(pathOf(sessionId), 'PATCH', { title }, this.asClient(sessionId));
  }

  /** Ends a session for good. */
  end(sessionId: string): Promise<void> {
    return this.ask(pathOf(sessionId), 'DELETE');
  }

  /** The graph in another format, as a file to keep. */
  async download(sessionId: string, format: string): Promise<Blob> {
    const query = URLExt.objectToQueryString({ format });
    return (await this.answer(`${pathOf(sessionId)}/graph${query}`, {})).blob();
  }

  /** Makes any of our calls, and leaves it to others what to make of the answer. */
  request(path: string, init: RequestInit = {}): Promise<Response> {
    const url = URLExt.join(this.settings.baseUrl, 'graphsync/api/v1', path);
    return ServerConnection.makeRequest(url, init, this.settings);
  }

  private write(sessionId: string, body: unknown): Promise<OpenProject> {
    return this.ask(`${pathOf(sessionId)}/save`, 'POST', body, this.asClient(sessionId));
  }

  private asClient(sessionId: string): Record<string, string> {
    const token = this.clientToken(sessionId);
    return token ? { 'X-Client-Token': token } : {};
  }

  private async ask<T>(
    path: string,
    method = 'GET',
    body?: unknown,
    more: Record<string, string> = {}
  ): Promise<T> {
    const headers = { 'Content-Type': 'application/json', ...more };
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const response = await this.answer(path, { method, ...sent });
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    const response = await this.request(path, init);
    if (!response.ok) {
      throw await refusal(response);
    }
    return response;
  }
}

function pathOf(sessionId: string): string {
  return `sessions/${encodeURIComponent(sessionId)}`;
}

interface ErrorBody {
  error?: { code?: string; message?: string; details?: Record<string, unknown> };
}

async function refusal(response: Response): Promise<ServerRefusal> {
  const body = (await response.json().catch(() => ({}))) as ErrorBody;
  const { code = '', message = response.statusText, details = {} } = body.error ?? {};
  return new ServerRefusal(response.status, code, message, details);
}
