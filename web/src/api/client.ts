import { ApiError } from './problem';
import type { CreateSession, DeviceInfo, DeviceList, Me, SessionInfo, WorkspaceInfo, WorkspaceList } from './types';

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

  async #send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.#answer(method, path, body);
    if (!response.ok) {
      const error = await ApiError.from(response);
      // A wrong key is an answer to signing in, not the end of being signed in.
      if (response.status === 401 && !path.startsWith('/api/sign-in')) this.#signedOut();
      throw error;
    }
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async #answer(method: string, path: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json' };
    if (body !== undefined) headers['content-type'] = 'application/json';
    try {
      return await this.#fetch(path, {
        method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: 'same-origin',
        cache: 'no-store',
      });
    } catch {
      throw ApiError.unreachable();
    }
  }
}

/** Names a session. */
export interface SessionRef {
  readonly workspace: string;
  readonly id: string;
}

export function sessionPath({ workspace, id }: SessionRef): string {
  return `/api/workspaces/${encodeURIComponent(workspace)}/sessions/${encodeURIComponent(id)}`;
}
