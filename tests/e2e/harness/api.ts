/** A session as the lists have it; what the tests look at. */
export type SessionInfo = {
  id: string;
  name: string;
  state: 'starting' | 'running' | 'exited' | 'failed' | 'lost';
  exitCode?: number;
  signal?: string;
  reason?: string;
  pid?: number;
  cwd: string;
  cols: number;
  rows: number;
  restarts: number;
  epoch: number;
  seq: number;
};

export type Problem = { type: string; title: string; status: number; detail: string; code: string };

/** The HTTP API, as a program uses it: with the access key. */
export class Api {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  fetch(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.#url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
  }

  async get<T>(path: string): Promise<T> {
    return answer<T>(await this.fetch('GET', path));
  }

  async create(
    request: {
      name?: string;
      cwd?: string;
      command?: string[];
      cols?: number;
      rows?: number;
      env?: Record<string, string>;
    } = {},
  ) {
    return answer<SessionInfo>(await this.fetch('POST', sessions, request));
  }

  async session(id: string) {
    return this.get<SessionInfo>(`${sessions}/${id}`);
  }

  async list() {
    return (await this.get<{ items: SessionInfo[] }>(sessions)).items;
  }

  async rename(id: string, name: string) {
    return answer<SessionInfo>(await this.fetch('PATCH', `${sessions}/${id}`, { name }));
  }

  async end(id: string, signal?: string) {
    return answer<SessionInfo>(await this.fetch('POST', `${sessions}/${id}/end`, { signal }));
  }

  async restart(id: string) {
    return answer<SessionInfo>(await this.fetch('POST', `${sessions}/${id}/restart`));
  }

  /** The server answers and its runner too. */
  async ready(): Promise<boolean> {
    try {
      return (await this.fetch('GET', sessions)).ok;
    } catch {
      return false;
    }
  }
}

export const sessions = '/api/workspaces/default/sessions';

async function answer<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
