import type { ApiClient, SessionRef } from '$api/client';
import type { ConnectionOptions } from '$api/connection';
import { SessionStream, type Size } from '$api/session-stream';
import type { PastSource } from '../features/terminal/playback/player.svelte';
import { TerminalModel } from '../features/terminal/terminal.svelte';
import { TerminalView, type ViewOptions } from '../features/terminal/terminal-view.svelte';
import { tabKey } from './tabs.svelte';

/** The terminals of the open tabs, each made when its tab is first shown. */
export class Terminals {
  readonly #client: ApiClient;
  readonly #connection: Omit<ConnectionOptions, 'path'>;
  readonly #options: ViewOptions;
  readonly #views = new Map<string, TerminalView>();

  constructor(client: ApiClient, connection: Omit<ConnectionOptions, 'path'>, options: ViewOptions) {
    this.#client = client;
    this.#connection = connection;
    this.#options = options;
  }

  open(at: SessionRef): TerminalView {
    const model = new TerminalModel({
      attach: (events) => new SessionStream(at, this.#connection, events),
      look: () => this.#client.session(at),
      commands: () => this.#client.commands(at),
      commandOutput: (number) => this.#client.commandOutput(at, number),
      clock: this.#connection.clock,
    });
    const view = new TerminalView(model, this.#options);
    this.#views.set(tabKey(at), view);
    return view;
  }

  /** What a session did before. */
  past(at: SessionRef): PastSource {
    return {
      timeline: () => this.#client.timeline(at),
      screenAt: (seq, signal) => this.#client.screenAt(at, seq, signal),
      recording: (after, signal) => this.#client.recording(at, after, signal),
    };
  }

  forget(at: SessionRef): void {
    this.#views.delete(tabKey(at));
  }

  /** A size that fits the panes of this page; undefined before there was one. */
  get size(): Size | undefined {
    return [...this.#views.values()].findLast((view) => view.model.fits)?.model.fits;
  }

  /** Something typed isn't sent yet, or somebody reads further up. */
  get busy(): boolean {
    return [...this.#views.values()].some((view) => view.model.kept !== '' || !view.atBottom);
  }

  find(at: SessionRef | undefined): TerminalView | undefined {
    return at && this.#views.get(tabKey(at));
  }
}
