import type { SessionRef } from './client';
import type * as wire from './generated/types.gen';

export type {
  AgentConversation,
  CloneInfo,
  CommandList,
  ConversationMatch,
  ConversationSearch,
  CreateSession,
  CreateWorkspace,
  DevContainer,
  DevContainerSetting,
  DevContainerTaken,
  DeviceInfo,
  DeviceList,
  TokenInfo,
  Draft,
  FileDetails,
  FileEntry,
  FolderListing,
  FoundFile,
  FoundFiles,
  GitState,
  Layout,
  LayoutNode,
  Me,
  ModelLimits,
  ModelList,
  ModelProviderInfo,
  OpinionReport,
  Preset,
  PresetList,
  PresetSession,
  PresetStarted,
  OwnConversations,
  NotificationInfo,
  NotificationKind,
  NotificationList,
  Problem,
  ProblemPart,
  Replaced,
  ReplaceInFiles,
  RunnerLink,
  SavePreset,
  SearchFiles,
  SearchLine,
  SecretInfo,
  SecretList,
  SessionCommand,
  SessionInfo,
  SessionList,
  SessionNotStarted,
  SettingsLayer,
  TemplateAddition,
  AddAgentRule,
  AgentInfo,
  AgentList,
  AgentOrigin,
  AgentRule,
  AgentRuleList,
  TemplateInfo,
  TemplateList,
  TemplateParameter,
  Timeline,
  Trashed,
  Upload,
  UnsavedWork,
  UsageAmounts,
  UsageItem,
  UsageReport,
  Variable,
  VariableList,
  WorkspaceInfo,
  WorkspaceList,
  WorkspaceRemoval,
  MergeWorktree,
  Worktree,
  WorktreeList,
} from './generated/types.gen';

/** A position in a session's log. */
export interface Position {
  epoch: number;
  seq: number;
}

/** A message always has its tag, and a session or a layer in it is the same as anywhere: the document's unions lose both. */
type Tagged<Message> = Message extends { t?: infer Tag }
  ? { [Name in keyof Message as Exclude<Name, 't'>]: Member<NonNullable<Tag>, Name, Message[Name]> } & {
      t: NonNullable<Tag>;
    }
  : never;

/** Items are of whatever the message is about. */
type Member<Tag, Name, Value> = Tag extends keyof About
  ? Name extends keyof About[Tag]
    ? About[Tag][Name]
    : Value
  : Name extends keyof Embedded
    ? Embedded[Name]
    : Value;

interface About {
  notification: { item: wire.NotificationInfo };
  unread: { items: wire.NotificationInfo[] };
  workspaces: { items: wire.WorkspaceInfo[] };
  presence: { items: SessionPresence[] };
}

/** Who is on a session. */
export interface SessionPresence extends SessionRef {
  readonly people: readonly PersonPresent[];
}

/** Of oneself with the device, absent for a program with the key; of others only who they are. */
export interface PersonPresent {
  readonly principal: string;
  readonly name: string;
  readonly device: string | null;
  readonly deviceName: string | null;
  readonly types: boolean;
}

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

/** Of files it is called `type`. */
type Typed<Message> = Message extends { type?: infer Type }
  ? Omit<Message, 'type'> & { type: NonNullable<Type> }
  : never;

/** What the runner says while files are watched. */
export type WatchMessage = Typed<wire.FromWatch>;

export type SearchMatch = Extract<wire.SearchLine, { type: 'match' }>;
export type SearchDone = Extract<wire.SearchLine, { type: 'done' }>;
