import type * as wire from './generated/types.gen';

export type {
  CommandList,
  CreateSession,
  DeviceInfo,
  DeviceList,
  Layout,
  LayoutNode,
  Me,
  Problem,
  ProblemPart,
  RunnerLink,
  SessionCommand,
  SessionInfo,
  SessionList,
  SettingsLayer,
  Timeline,
  WorkspaceInfo,
  WorkspaceList,
} from './generated/types.gen';

/** A position in a session's log. */
export interface Position {
  epoch: number;
  seq: number;
}

/** A message always has its tag, and a session or a layer in it is the same as anywhere: the document's unions lose both. */
type Tagged<Message> = Message extends { t?: infer Tag }
  ? { [Name in keyof Message as Exclude<Name, 't'>]: Name extends keyof Embedded ? Embedded[Name] : Message[Name] } & {
      t: NonNullable<Tag>;
    }
  : never;

interface Embedded {
  session: wire.SessionInfo;
  item: wire.SessionInfo;
  items: wire.SessionInfo[];
  layer: wire.SettingsLayer;
  layers: wire.SettingsLayer[];
}

export type ClientMessage = Tagged<wire.ClientMessage>;
export type SessionMessage = Tagged<wire.SessionMessage>;
export type StreamMessage = Tagged<wire.StreamMessage>;

/** One kind of a message, by its `t`. */
export type Of<Message extends { t: string }, T extends Message['t']> = Extract<Message, { t: T }>;
