import type { ScreenJson } from '$lib/screen-json';
import { ApiError } from './problem';
import { newTrace, type Trace } from './trace';
import type {
  CommandList,
  CreateSession,
  DeviceInfo,
  DeviceList,
  Layout,
  Me,
  OpinionReport,
  NotificationList,
  SessionCommand,
  SessionInfo,
  SettingsLayer,
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

  /** @param patience milliseconds after which a network that says nothing counts as none: whoever opens the page waits for this. */
  me = async (patience = 10_000): Promise<Me> => {
    const signal = AbortSignal.timeout(patience);
    return (await (await this.#get('/api/me', signal)).json()) as Me;
  };
  signIn = (key: string): Promise<Me> => this.#send('POST', '/api/sign-in', { key });
  signInWithLink = (token: string): Promise<Me> => this.#send('POST', '/api/sign-in/link', { token });
  signOut = (): Promise<void> => this.#send('POST', '/api/sign-out');

  devices = async (): Promise<DeviceInfo[]> => (await this.#send<DeviceList>('GET', '/api/devices')).items;
  removeDevice = (id: string): Promise<void> => this.#send('DELETE', `/api/devices/${encodeURIComponent(id)}`);

  sayOpinion = (good: boolean, note: string | undefined): Promise<void> =>
    this.#send('POST', '/api/opinions', { good, note });
  opinions = (): Promise<OpinionReport> => this.#send('GET', '/api/opinions');

  changeSettings = (
    layer: SettingsLayer['layer'],
    workspace: string,
    values: Readonly<Record<string, unknown>>,
    version?: number,
  ): Promise<SettingsLayer> => {
    const place = layer === 'workspace' ? `workspaces/${encodeURIComponent(workspace)}` : layer;
    return this.#send('PATCH', `/api/settings/${place}`, { values, version }, true);
  };

  workspaces = async (): Promise<WorkspaceInfo[]> => (await this.#send<WorkspaceList>('GET', '/api/workspaces')).items;

  /** How a window of this browser was arranged last; undefined when it never was. */
  layout = async (workspace: string, window: number): Promise<KeptLayout | undefined> => {
    const response = await this.ask('GET', layoutPath(workspace, window), {});
    if (response.status === 204) return undefined;
    return { version: response.headers.get('ETag') ?? '', layout: await response.json() };
  };
  /** Gives the new version. Rejects with 412 when it is not what was `seen`: nothing, when that is undefined. */
  keepLayout = async (workspace: string, window: number, layout: Layout, seen: string | undefined): Promise<string> => {
    const headers: Record<string, string> = seen === undefined ? { 'if-none-match': '*' } : { 'if-match': seen };
    const response = await this.ask('PUT', layoutPath(workspace, window), { body: layout, headers });
    return response.headers.get('ETag') ?? '';
  };

  /** @param before only those with a smaller id. */
  notifications = (before?: number): Promise<NotificationList> =>
    this.#send('GET', `/api/notifications${before === undefined ? '' : `?before=${before}`}`);
  readNotifications = (which: { ids: readonly number[] } | { through: number }): Promise<void> =>
    this.#send('POST', '/api/notifications/read', which);
  /** Removes those that were read, all up to an id. */
  clearNotifications = (through: number): Promise<void> =>
    this.#send('DELETE', `/api/notifications?through=${through}`);

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
  /** A session's screen as it is now; undefined when that is what was `seen`. */
  screen = async (at: SessionRef, seen?: string, signal?: AbortSignal): Promise<SeenScreen | undefined> => {
    const headers: Record<string, string> = seen ? { 'if-none-match': seen } : {};
    const response = await this.ask('GET', `${sessionPath(at)}/screen?format=json`, { headers, signal });
    if (response.status === 304) return undefined;
    return { tag: response.headers.get('ETag') ?? '', screen: (await response.json()) as ScreenJson };
  };
  /** Events after a position, as lines of JSON; the last one tells where to go on. */
  recording = async (at: SessionRef, after: number, signal?: AbortSignal): Promise<string> =>
    (await this.#get(`${sessionPath(at)}/recording?after=${after}&limit=${recordingPiece}`, signal)).text();

  /** @param last sent even when the page is closed right behind it, if it isn't too large for that. */
  async #send<T>(method: string, path: string, body?: unknown, last = false): Promise<T> {
    const text = await (await this.ask(method, path, { body, last })).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  #get(path: string, signal?: AbortSignal): Promise<Response> {
    return this.ask('GET', path, { accept: '*/*', signal });
  }

  /** What every call goes through; for those that have a client of their own. */
  async ask(method: string, path: string, request: Request = {}): Promise<Response> {
    const trace = newTrace();
    const response = await this.#answer(method, path, request, trace);
    if (!response.ok && response.status !== 304) {
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
    { body, bytes, accept = 'application/json', headers: own, signal, last }: Request,
    trace: Trace,
  ): Promise<Response> {
    const headers: Record<string, string> = { accept, traceparent: trace.parent, ...own };
    const text = body === undefined ? undefined : JSON.stringify(body);
    if (text !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.#fetch(path, {
        method,
        headers,
        body: bytes ?? text,
        credentials: 'same-origin',
        cache: 'no-store',
        // A browser takes at most 64 KiB of such.
        ...(last && (text?.length ?? 0) < 16_000 ? { keepalive: true } : {}),
        signal,
      });
    } catch (error) {
      if (signal?.aborted && (signal.reason as Error).name !== 'TimeoutError') throw error;
      throw ApiError.unreachable(trace.id);
    }
  }
}

export interface Request {
  readonly body?: unknown;
  /** Sent as they are. */
  readonly bytes?: Blob;
  readonly accept?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly last?: boolean;
}

/** A window's layout as the server has it. */
export interface KeptLayout {
  /** Changes with it. */
  readonly version: string;
  readonly layout: unknown;
}

/** A screen, and what to name it by. */
export interface SeenScreen {
  readonly tag: string;
  readonly screen: ScreenJson;
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

function layoutPath(workspace: string, window: number): string {
  return `/api/workspaces/${encodeURIComponent(workspace)}/layout?window=${window}`;
}
