import { sessionPath, type ApiClient, type SessionRef } from './client';
import type { AgentConversation, ConversationSearch, OwnConversations, SessionInfo } from './types';

/** The turns that a page begins with, and those that it fetches at once when somebody reads further up. */
const stretch = 20;

/** The last turns of an agent's conversation, or those before a position. */
export async function readConversation(client: ApiClient, at: SessionRef, before?: number): Promise<AgentConversation> {
  const from = before === undefined ? '' : `&before=${before}`;
  const answer = await client.ask('GET', `${sessionPath(at)}/conversation?turns=${stretch}${from}`);
  return (await answer.json()) as AgentConversation;
}

/** The conversations that the agent of a session had before, by itself or elsewhere. @param cursor as an answer named it: from there on */
export async function ownConversations(client: ApiClient, at: SessionRef, cursor?: string): Promise<OwnConversations> {
  const from = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
  return (await (await client.ask('GET', `${sessionPath(at)}/conversation/own${from}`)).json()) as OwnConversations;
}

/** A new session that begins with the turns of another up to one. */
export function fork(client: ApiClient, at: SessionRef, turn: number): Promise<SessionInfo> {
  return client.create(at.workspace, { kind: 'agent', fork: { session: at.id, turn } });
}

/** What a terminal shows, as text. */
export async function screenText(client: ApiClient, at: SessionRef): Promise<string> {
  return (await client.ask('GET', `${sessionPath(at)}/screen?format=text`, { accept: 'text/plain' })).text();
}

/** All of a conversation, to be kept somewhere else. */
export async function exportedConversation(
  client: Pick<ApiClient, 'ask'>,
  at: SessionRef,
  format: 'markdown' | 'json',
): Promise<Blob> {
  const answer = await client.ask('GET', `${sessionPath(at)}/conversation/export?format=${format}`, { accept: '*/*' });
  return answer.blob();
}

/** What was asked of the agents of a workspace, and answered, that has these words. @param after as an answer named it: from there on */
export async function searchConversations(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  words: string,
  after?: string,
): Promise<ConversationSearch> {
  const from = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
  const path = `/api/workspaces/${encodeURIComponent(workspace)}/agents/search?q=${encodeURIComponent(words)}${from}`;
  return (await (await client.ask('GET', path)).json()) as ConversationSearch;
}
