import type { CommandAnswer } from '$api/outgoing-commands';
import type { SessionStreamEvents } from '$api/session-stream';
import type { AgentConversation, Position, SessionInfo } from '$api/types';
import type { Clock } from '$lib/clock';
import type { ReadOwn } from './past.svelte';

/** An attached session, as the view model uses it. */
export interface Attachment {
  /** @param from where what is had already ends */
  start(from?: Position): void;
  stop(): void;
  command(name: string, data: unknown): Promise<CommandAnswer>;
  tryNow(): void;
  look(on: boolean): void;
}

export interface AgentServices {
  attach(events: SessionStreamEvents): Attachment;
  /** Asks for the session when its connection was refused: it may be gone, or nobody may be signed in. */
  look(): Promise<SessionInfo>;
  /** The last stretch of the conversation, or the one before a position. Without it all of it comes over the connection. */
  read?(before?: number): Promise<AgentConversation>;
  /** The conversations that the agent had before. Without it none can be gone on with. */
  own?: ReadOwn;
  readonly clock: Clock;
  /** What is written and not sent, kept over a reload. */
  readonly draft: { read(): string; write(text: string): void };
}
