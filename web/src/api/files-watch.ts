import { backoff } from '$lib/backoff';
import type { Clock } from '$lib/clock';
import type { WatchMessage } from './types';
import type { OpenSocket, Socket } from './socket';

export interface FilesWatchOptions {
  readonly path: string;
  readonly open: OpenSocket;
  readonly clock: Clock;
  readonly onWake: (wake: () => void) => () => void;
}

export interface FilesWatchEvents {
  message(message: WatchMessage): void;
  /** It is open (again): what changed before that was not told. */
  opened(): void;
}

/** Tells what changes on the disk of what is shown. Comes back by itself. */
export class FilesWatch {
  readonly #options: FilesWatchOptions;
  readonly #events: FilesWatchEvents;
  #socket: Socket | undefined;
  #folders: readonly string[] = [];
  #files: readonly string[] = [];
  #attempt = 0;
  #retry: (() => void) | undefined;
  #endWake: (() => void) | undefined;

  constructor(options: FilesWatchOptions, events: FilesWatchEvents) {
    this.#options = options;
    this.#events = events;
  }

  start(): void {
    if (this.#endWake) return;
    this.#endWake = this.#options.onWake(() => this.#woken());
    this.#connect();
  }

  stop(): void {
    this.#endWake?.();
    this.#endWake = undefined;
    this.#drop();
  }

  /** All folders that are shown now. */
  folders(folders: readonly string[]): void {
    this.#folders = folders;
    this.#say({ type: 'watch', folders });
  }

  /** All files that are open now. */
  files(paths: readonly string[]): void {
    this.#files = paths;
    this.#say({ type: 'files', paths });
  }

  #connect(): void {
    this.#drop();
    const socket = this.#options.open(this.#options.path, 'dispatch.files.v1');
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#say({ type: 'watch', folders: this.#folders });
      this.#say({ type: 'files', paths: this.#files });
      this.#events.opened();
    };
    socket.onmessage = ({ data }) => this.#received(data);
    socket.onclose = () => {
      this.#drop();
      const wait = backoff(this.#attempt++, this.#options.clock.random());
      this.#retry = this.#options.clock.after(wait, () => this.#connect());
    };
  }

  #received(data: unknown): void {
    if (typeof data !== 'string') return;
    try {
      this.#events.message(JSON.parse(data) as WatchMessage);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }

  #say(message: object): void {
    if (this.#socket?.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  #woken(): void {
    // One that slept may be dead without a word: a fresh one is cheap.
    this.#attempt = 0;
    this.#connect();
  }

  #drop(): void {
    this.#retry?.();
    this.#retry = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}
