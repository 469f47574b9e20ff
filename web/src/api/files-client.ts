import type { ApiClient } from './client';
import type {
  Draft,
  FileDetails,
  FolderListing,
  FoundFiles,
  ReplaceInFiles,
  Replaced,
  SearchFiles,
  SearchLine,
  Trashed,
  Upload,
} from './types';
import { linesOf } from './lines';
import { ApiError } from './problem';

/** A file's bytes, and what they were when they were read. */
export interface FileContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly revision: string;
  /** Of the whole file, where that is not all. */
  readonly size: number;
}

/** What a file that is written must be for it: what it was, or not there. */
export type Expected = { readonly revision: string } | 'absent' | 'anything';

/** The files of one workspace. Every call rejects with an ApiError. */
export class FilesClient {
  readonly #client: Pick<ApiClient, 'ask'>;
  readonly #base: string;

  constructor(client: Pick<ApiClient, 'ask'>, workspace: string) {
    this.#client = client;
    this.#base = `/api/workspaces/${encodeURIComponent(workspace)}/files`;
  }

  get watchPath(): string {
    return `${this.#base}/watch`;
  }

  list = (path: string, after?: string, limit?: number): Promise<FolderListing> =>
    this.#json('GET', this.#at('', { path, after, limit }));

  info = (path: string): Promise<FileDetails> => this.#json('GET', this.#at('/info', { path }));

  /** @param range of bytes: the first, and one past the last. */
  content = async (path: string, range?: readonly [number, number], signal?: AbortSignal): Promise<FileContent> => {
    const headers: Record<string, string> = range ? { range: `bytes=${range[0]}-${range[1] - 1}` } : {};
    const response = await this.#client.ask('GET', this.#at('/content', { path }), { accept: '*/*', headers, signal });
    const bytes = new Uint8Array(await response.arrayBuffer());
    const whole = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
    return { bytes, revision: revisionOf(response), size: whole === undefined ? bytes.length : Number(whole) };
  };

  /** Where a browser finds it: an image to show, or what is to be downloaded. */
  address = (path: string, download = false): string =>
    this.#at('/content', { path, download: download ? 1 : undefined });
  archiveAddress = (path: string): string => this.#at('/archive', { path });

  write = async (path: string, bytes: Blob, expected: Expected): Promise<FileDetails> => {
    const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
    if (expected === 'absent') headers['if-none-match'] = '*';
    else if (expected !== 'anything') headers['if-match'] = `"${expected.revision}"`;
    const response = await this.#client.ask('PUT', this.#at('/content', { path }), { bytes, headers });
    return (await response.json()) as FileDetails;
  };

  makeFolder = (path: string): Promise<FileDetails> => this.#json('POST', this.#at('/folders'), { path });
  move = (from: string, to: string): Promise<FileDetails> => this.#json('POST', this.#at('/move'), { from, to });
  copy = (from: string, to: string): Promise<FileDetails> => this.#json('POST', this.#at('/copy'), { from, to });
  setMode = (path: string, mode: number): Promise<FileDetails> => this.#json('POST', this.#at('/mode'), { path, mode });
  trash = (paths: readonly string[]): Promise<Trashed> => this.#json('POST', this.#at('/trash'), { paths });
  restore = async (id: string): Promise<readonly string[]> =>
    (
      await this.#json<{ paths: readonly string[] }>(
        'POST',
        this.#at(`/trash/${encodeURIComponent(id)}/restore`),
        undefined,
      )
    ).paths;

  beginUpload = (path: string, size: number, replace: boolean): Promise<Upload> =>
    this.#json('POST', this.#at('/uploads'), { path, size, replace });
  upload = (id: string): Promise<Upload> => this.#json('GET', this.#at(`/uploads/${encodeURIComponent(id)}`));
  appendUpload = async (id: string, offset: number, bytes: Blob, signal: AbortSignal): Promise<Upload> => {
    const path = this.#at(`/uploads/${encodeURIComponent(id)}`, { offset });
    const headers = { 'content-type': 'application/octet-stream' };
    return (await (await this.#client.ask('PATCH', path, { bytes, headers, signal })).json()) as Upload;
  };
  finishUpload = (id: string): Promise<FileDetails> =>
    this.#json('POST', this.#at(`/uploads/${encodeURIComponent(id)}/done`));
  dropUpload = (id: string): Promise<void> => this.#json('DELETE', this.#at(`/uploads/${encodeURIComponent(id)}`));

  find = (query: string, limit: number, signal?: AbortSignal): Promise<FoundFiles> =>
    this.#json('GET', this.#at('/find', { query, limit }), undefined, signal);

  /** Line by line as they are found; given up by the signal. */
  async *search(search: SearchFiles, signal: AbortSignal): AsyncGenerator<readonly SearchLine[]> {
    const asked = { body: search, accept: 'application/x-ndjson', signal };
    const { body } = await this.#client.ask('POST', this.#at('/search'), asked);
    if (!body) return;
    try {
      for await (const lines of linesOf(body)) yield lines.map((line) => JSON.parse(line) as SearchLine);
    } catch (error) {
      if (signal.aborted) throw error;
      throw ApiError.unreachable();
    }
  }

  replace = (what: ReplaceInFiles): Promise<Replaced> => this.#json('POST', this.#at('/replace'), what);

  /** Unsaved text; undefined when there is none. */
  draft = async (path: string): Promise<Draft | undefined> => {
    try {
      return await this.#json<Draft | undefined>('GET', this.#at('/drafts', { path }));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  };
  /** @param last sent even when the page is closed right behind it. */
  keepDraft = async (path: string, text: string, base: string | undefined, last = false): Promise<void> => {
    await this.#client.ask('PUT', this.#at('/drafts', { path }), { body: { text, base }, last });
  };
  dropDraft = (path: string): Promise<void> => this.#json('DELETE', this.#at('/drafts', { path }));

  async #json<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    const text = await (await this.#client.ask(method, path, { body, signal })).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  #at(place: string, query: Record<string, string | number | undefined> = {}): string {
    const given = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
    return `${this.#base}${place}${given.length > 0 ? `?${search}` : ''}`;
  }
}

function revisionOf(response: Response): string {
  return (response.headers.get('etag') ?? '').replace(/^W\//, '').replace(/^"|"$/g, '');
}
