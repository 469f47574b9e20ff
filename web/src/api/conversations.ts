import { sessionPath, type ApiClient, type SessionRef } from './client';
import type { AgentConversation, SessionInfo } from './types';

/** The turns that a page begins with, and those that it fetches at once when somebody reads further up. */
const stretch = 20;

/** The last turns of an agent's conversation, or those before a position. */
export async function readConversation(client: ApiClient, at: SessionRef, before?: number): Promise<AgentConversation> {
  const from = before === undefined ? '' : `&before=${before}`;
  const answer = await client.ask('GET', `${sessionPath(at)}/conversation?turns=${stretch}${from}`);
  return (await answer.json()) as AgentConversation;
}

/** A new session that begins with the turns of another up to one. */
export function fork(client: ApiClient, at: SessionRef, turn: number): Promise<SessionInfo> {
  return client.create(at.workspace, { kind: 'agent', fork: { session: at.id, turn } });
}

/** What a terminal shows, as text. */
export async function screenText(client: ApiClient, at: SessionRef): Promise<string> {
  return (await client.ask('GET', `${sessionPath(at)}/screen?format=text`, { accept: 'text/plain' })).text();
}
