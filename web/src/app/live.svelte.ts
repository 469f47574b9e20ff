import { m } from '$lib/messages';
import type { ConnectionState } from '$api/connection';
import type { LiveStreamEvents } from '$api/live-stream';
import type { SessionRef } from '$api/client';
import type { ProblemPart, RunnerLink, SessionInfo, SettingsLayer } from '$api/types';

/** What the live stream fills. */
export interface LiveList {
  replaceAll(items: readonly SessionInfo[]): void;
  put(item: SessionInfo): void;
  drop(at: SessionRef): void;
}

/** What the live stream tells of settings. */
export interface LiveSettings {
  take(layers: readonly SettingsLayer[]): void;
  takeLayer(layer: SettingsLayer): void;
}

/** Whether what the page shows is up to date, and how far away the server is. */
export class Live {
  #connection = $state<ConnectionState>('closed');
  #latency = $state<number>();
  #runner = $state.raw<RunnerLink>();
  #troubles = $state.raw<readonly ProblemPart[]>([]);
  #connected = false;

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** Milliseconds there and back, while connected. */
  get latency(): number | undefined {
    return this.#connection === 'open' ? this.#latency : undefined;
  }

  /** Why sessions can't be reached although the server can; undefined when all is well. */
  get runnerProblem(): string | undefined {
    if (!this.#runner || this.#runner.state === 'connected') return undefined;
    return (
      this.#runner.reason ?? (this.#runner.state === 'starting' ? m.frame_runner_starting() : m.frame_runner_silent())
    );
  }

  /**
   * What keeps the runner from its work, or soon will: the worst of it, for one thing often follows from another. What one session lacks is
   * told by status and doctor: it is no bar over all others.
   */
  get trouble(): ProblemPart | undefined {
    const ofAll = this.#troubles.filter(({ part }) => part !== 'session');
    return ofAll.find((part) => !part.warning) ?? ofAll[0];
  }

  /** The stream's events, delivered to the list, to the settings and to this; `again` is called whenever a connection that was lost is back. */
  events(
    list: LiveList,
    settings: LiveSettings,
    /** What is handed on as it comes. */
    news: Pick<LiveStreamEvents, 'notification' | 'unread' | 'presence' | 'workspaces'>,
    refused: () => void,
    removed: (at: SessionRef) => void,
    /** `again`: not for the first time. */
    connected: (again: boolean) => void,
  ): LiveStreamEvents {
    return {
      state: (state) => {
        this.#connection = state;
        if (state !== 'open') return;
        connected(this.#connected);
        this.#connected = true;
      },
      latency: (milliseconds) => (this.#latency = milliseconds),
      refused,
      settings: (layers) => settings.take(layers),
      settingsLayer: (layer) => settings.takeLayer(layer),
      sessions: (items) => list.replaceAll(items),
      session: (item) => list.put(item),
      removed: (workspace, id) => {
        list.drop({ workspace, id });
        removed({ workspace, id });
      },
      ...news,
      runner: (_environment, link, troubles) => {
        this.#runner = link;
        this.#troubles = troubles;
      },
    };
  }
}
