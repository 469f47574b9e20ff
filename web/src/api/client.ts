import { ApiError } from './problem';
import { newTrace, type Trace } from './trace';
import type {
  CommandList,
  CreateSession,
  DeviceInfo,
  DeviceList,
  Me,
  SessionCommand,
  SessionInfo,
  Timeline,
  WorkspaceInfo,
  WorkspaceList,
} from './types';

/** The HTTP side of the server. Every call rejects with an ApiError. */
export class ApiClient {
  readonly #fetch: typeof fetch;
  readonly #signedOut: () => void;

  /** @param signedOut called whenever the server says that nobody is signed in (401). */
  constructor(fetcher: typeof fetch, signedOut: () => void) {
    this.#fetch = fetcher;
    this.#signedOut = signedOut;
  }

  me = (): Promise<Me> => this.#send('GET', '/api/me');
  signIn = (key: string): Promise<void> => this.#send('POST', '/api/sign-in', { key });
  signInWithLink = (token: string): Promise<void> => this.#send('POST', '/api/sign-in/link', { token });
  signOut = (): Promise<void> => this.#send('POST', '/api/sign-out');

  devices = async (): Promise<DeviceInfo[]> => (await this.#send<DeviceList>('GET', '/api/devices')).items;
  removeDevice = (id: string): Promise<void> => this.#send('DELETE', `/api/devices/${encodeURIComponent(id)}`);

  workspaces = async (): Promise<WorkspaceInfo[]> => (await this.#send<WorkspaceList>('GET', '/api/workspaces')).items;

  session = (at: SessionRef): Promise<SessionInfo> => this.#send('GET', sessionPath(at));
  create = (workspace: string, body: CreateSession): Promise<SessionInfo> =>
    this.#send('POST', `/api/workspaces/${encodeURIComponent(workspace)}/sessions`, body);
  rename = (at: SessionRef, name: string): Promise<SessionInfo> => this.#send('PATCH', sessionPath(at), { name });
  end = (at: SessionRef): Promise<SessionInfo> => this.#send('POST', `${sessionPath(at)}/end`, {});
  restart = (at: SessionRef): Promise<SessionInfo> => this.#send('POST', `${sessionPath(at)}/restart`);
  remove = (at: SessionRef): Promise<void> => this.#send('DELETE', sessionPath(at));

  commands = async (at: SessionRef): Promise<SessionCommand[]> =>
    (await this.#send<CommandList>('GET', `${sessionPath(at)}/commands`)).items;
  /** What a command printed, as text. */
  commandOutput = async (at: SessionRef, number: number): Promise<string> =>
    (await this.#get(`${sessionPath(at)}/commands/${number}/output?format=text`)).text();

  timeline = (at: SessionRef): Promise<Timeline> => this.#send('GET', `${sessionPath(at)}/timeline`);
  /** The bytes that rebuild the screen as it was at a position. */
  screenAt = async (at: SessionRef, seq: number, signal?: AbortSignal): Promise<PastScreen> => {
    const response = await this.#get(`${sessionPath(at)}/screen?format=ansi&at=${seq}`, signal);
    const header = (name: string) => Number(response.headers.get(`Dispatch-${name}`));
    return {
      seq: header('Seq'),
      cols: header('Cols'),
      rows: header('Rows'),
      bytes: new Uint8Array(await response.arrayBuffer()),
    };
  };
  /** Events after a position, as lines of JSON; the last one tells where to go on. */
  recording = async (at: SessionRef, after: number, signal?: AbortSignal): Promise<string> =>
    (await this.#get(`${sessionPath(at)}/recording?after=${after}&limit=${recordingPiece}`, signal)).text();

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = await (await this.#succeed(method, path, { body })).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  #get(path: string, signal?: AbortSignal): Promise<Response> {
    return this.#succeed('GET', path, { accept: '*/*', signal });
  }

  async #succeed(method: string, path: string, request: Request): Promise<Response> {
    const trace = newTrace();
    const response = await this.#answer(method, path, request, trace);
    if (!response.ok) {
      const error = await ApiError.from(response, trace.id);
      // A wrong key is an answer to signing in, not the end of being signed in.
      if (response.status === 401 && !path.startsWith('/api/sign-in')) this.#signedOut();
      throw error;
    }
    return response;
  }

  async #answer(
    method: string,
    path: string,
    { body, accept = 'application/json', signal }: Request,
    trace: Trace,
  ): Promise<Response> {
    const headers: Record<string, string> = { accept, traceparent: trace.parent };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.#fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
        signal,
      });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw ApiError.unreachable(trace.id);
    }
  }
}

interface Request {
  readonly body?: unknown;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** A screen as it was. */
export interface PastScreen {
  /** The last position that is in it. */
  readonly seq: number;
  readonly cols: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Output bytes that are asked for at once when a session is played back. */
const recordingPiece = 512 * 1024;

/** Names a session. */
export interface SessionRef {
  readonly workspace: string;
  readonly id: string;
}

export function sessionPath({ workspace, id }: SessionRef): string {
  return `/api/workspaces/${encodeURIComponent(workspace)}/sessions/${encodeURIComponent(id)}`;
}
