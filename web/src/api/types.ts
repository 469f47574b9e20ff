/** What crosses the wire, as the server's API document says it. */
export type SessionState = 'starting' | 'running' | 'exited' | 'failed' | 'lost';

export interface SessionInfo {
  id: string;
  workspace: string;
  kind: string;
  name: string;
  state: SessionState;
  exitCode?: number;
  signal?: string;
  reason?: string;
  pid?: number;
  command: string[];
  cwd: string;
  cols: number;
  rows: number;
  principal: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  restarts: number;
  epoch: number;
  seq: number;
}

export interface SessionList {
  items: SessionInfo[];
}

export interface WorkspaceInfo {
  id: string;
  name: string;
  environment: string;
  folder: string;
}

export interface WorkspaceList {
  items: WorkspaceInfo[];
}

export interface CreateSession {
  requestId?: string;
  kind?: string;
  name?: string;
  cwd?: string;
  command?: string[];
  cols?: number;
  rows?: number;
  env?: Record<string, string>;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
}

export interface Me {
  principal: string;
  name: string;
  device?: string;
  capabilities: string[];
}

export interface DeviceInfo {
  id: string;
  name: string;
  signedInAt: string;
  lastSeenAt: string;
  current: boolean;
}

export interface DeviceList {
  items: DeviceInfo[];
}

export interface RunnerLink {
  state: string;
  reason?: string;
}

export interface Position {
  epoch: number;
  seq: number;
}

export type ClientMessage =
  | {
      t: 'attach';
      from?: Position;
      tail?: boolean;
      readOnly?: boolean;
      cols?: number;
      rows?: number;
      window?: number;
      features?: string[];
    }
  | { t: 'resize'; cols: number; rows: number }
  | { t: 'ack'; seq: number }
  | { t: 'command'; id: string; name: string; data?: unknown }
  | { t: 'ping'; id: number };

export type SessionMessage =
  | { t: 'attached'; session: SessionInfo; client: string; head: number; window: number; features: string[] }
  | { t: 'gap'; reason: string; epoch: number; first: number; cols: number; rows: number }
  | { t: 'event'; seq: number; epoch: number; time: number; type: string; principal: string; data?: unknown }
  | { t: 'live'; seq: number }
  | { t: 'written'; id: number }
  | { t: 'responder'; on: boolean }
  | { t: 'result'; id: string; ok: boolean; code?: string; message?: string }
  | { t: 'pong'; id: number }
  | { t: 'error'; code: string; message: string; fatal: boolean };

export type StreamMessage =
  | { t: 'sessions'; items: SessionInfo[] }
  | { t: 'session'; item: SessionInfo }
  | { t: 'removed'; workspace: string; id: string }
  | { t: 'runner'; environment: string; link: RunnerLink }
  | { t: 'pong'; id: number };

/** One kind of a message, by its `t`. */
export type Of<Message extends { t: string }, T extends Message['t']> = Extract<Message, { t: T }>;
