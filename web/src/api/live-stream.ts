import { Connection, type ConnectionOptions, type ConnectionState } from './connection';
import type {
  NotificationInfo,
  ProblemPart,
  RunnerLink,
  SessionInfo,
  SessionPresence,
  SettingsLayer,
  StreamMessage,
  WorkspaceInfo,
} from './types';

export interface LiveStreamEvents {
  state(state: ConnectionState): void;
  latency(milliseconds: number): void;
  refused(): void;
  /** All that applies here. */
  settings(layers: SettingsLayer[]): void;
  settingsLayer(layer: SettingsLayer): void;
  /** The whole list. */
  sessions(items: SessionInfo[]): void;
  session(item: SessionInfo): void;
  removed(workspace: string, id: string): void;
  /** All there are, those that are put away among them. */
  workspaces(items: readonly WorkspaceInfo[]): void;
  runner(environment: string, link: RunnerLink, troubles: readonly ProblemPart[]): void;
  notification(item: NotificationInfo): void;
  /** What was read nowhere yet, the newest 100 at most. */
  unread(items: readonly NotificationInfo[]): void;
  /** @param all nobody is on any other session */
  presence(items: readonly SessionPresence[], all: boolean): void;
}

/** The page's one socket for all that isn't a session's content. */
export class LiveStream {
  readonly #connection: Connection;

  constructor(options: Omit<ConnectionOptions, 'path'>, events: LiveStreamEvents) {
    this.#connection = new Connection(
      { ...options, path: '/api/stream' },
      {
        state: (state) => events.state(state),
        latency: (milliseconds) => events.latency(milliseconds),
        refused: () => events.refused(),
        opened() {},
        lost() {},
        binary() {},
        text: (message) => deliver(message as StreamMessage, events),
      },
    );
  }

  start(): void {
    this.#connection.start();
  }

  stop(): void {
    this.#connection.stop();
  }
}

function deliver(message: StreamMessage, events: LiveStreamEvents): void {
  switch (message.t) {
    case 'settings':
      return events.settings(message.layers);
    case 'settings-layer':
      return events.settingsLayer(message.layer);
    case 'sessions':
      return events.sessions(message.items);
    case 'session':
      return events.session(message.item);
    case 'removed':
      return events.removed(message.workspace, message.id);
    case 'workspaces':
      return events.workspaces(message.items);
    case 'runner':
      return events.runner(message.environment, message.link, message.troubles ?? []);
    case 'notification':
      return events.notification(message.item);
    case 'unread':
      return events.unread(message.items);
    case 'presence':
      return events.presence(message.items, message.all);
  }
}
