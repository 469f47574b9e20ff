import type { ApiClient } from './client';
import type {
  AddAgentRule,
  AgentList,
  AgentOrigin,
  AgentRule,
  AgentRuleList,
  MergeWorktree,
  SessionInfo,
  WorktreeList,
} from './types';

/** The agents that a workspace's runner can start, installed or not, and whether it has a sandbox for them. Rejects with an ApiError. */
export async function agentsOf(client: Pick<ApiClient, 'ask'>, workspace: string): Promise<AgentList> {
  const answer = await client.ask('GET', `/api/workspaces/${encodeURIComponent(workspace)}/agents`, {});
  return (await answer.json()) as AgentList;
}

/** Begins to install an agent: the session that does it. Rejects with an ApiError. */
export async function installAgent(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  agent: string,
): Promise<SessionInfo> {
  const path = `/api/workspaces/${encodeURIComponent(workspace)}/agents/${encodeURIComponent(agent)}/installation`;
  return (await (await client.ask('POST', path, {})).json()) as SessionInfo;
}

/** A workspace's standing answers to agents, the oldest first. Rejects with an ApiError, as the others. */
export async function agentRulesOf(client: Pick<ApiClient, 'ask'>, workspace: string): Promise<readonly AgentRule[]> {
  const answer = await client.ask('GET', rulesOf(workspace), {});
  return ((await answer.json()) as AgentRuleList).items;
}

export async function addAgentRule(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  rule: AddAgentRule,
): Promise<AgentRule> {
  const answer = await client.ask('POST', rulesOf(workspace), { body: rule });
  return (await answer.json()) as AgentRule;
}

export async function removeAgentRule(client: Pick<ApiClient, 'ask'>, workspace: string, rule: string): Promise<void> {
  await client.ask('DELETE', `${rulesOf(workspace)}/${encodeURIComponent(rule)}`, {});
}

/** What a file was, by the name that a change has for it. */
export async function keptContent(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  hash: string,
): Promise<Uint8Array> {
  const path = `/api/workspaces/${encodeURIComponent(workspace)}/contents/${encodeURIComponent(hash)}`;
  return new Uint8Array(await (await client.ask('GET', path, {})).arrayBuffer());
}

function rulesOf(workspace: string): string {
  return `/api/workspaces/${encodeURIComponent(workspace)}/agent-rules`;
}

/** The git worktrees of a workspace's agents. Rejects with an ApiError, as the others. */
export async function worktreesOf(client: Pick<ApiClient, 'ask'>, workspace: string): Promise<WorktreeList> {
  const answer = await client.ask('GET', treesOf(workspace), {});
  return (await answer.json()) as WorktreeList;
}

/** @param message what to commit with what isn't committed */
export async function mergeWorktree(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  name: string,
  message: string | undefined,
): Promise<void> {
  const body: MergeWorktree = message === undefined ? {} : { message };
  await client.ask('POST', `${treesOf(workspace)}/${encodeURIComponent(name)}/merge`, { body });
}

/** @param lose also with work that is nowhere else */
export async function removeWorktree(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  name: string,
  lose: boolean,
): Promise<void> {
  await client.ask('DELETE', `${treesOf(workspace)}/${encodeURIComponent(name)}${lose ? '?lose=true' : ''}`, {});
}

function treesOf(workspace: string): string {
  return `/api/workspaces/${encodeURIComponent(workspace)}/worktrees`;
}

/** The turn of an agent that wrote a line of a file as it is on the disk. Rejects with an ApiError, `agent.no-origin` when none did that is known. */
export async function lineOrigin(
  client: Pick<ApiClient, 'ask'>,
  workspace: string,
  path: string,
  line: number,
): Promise<AgentOrigin> {
  const place = `path=${encodeURIComponent(path)}&line=${line}`;
  const answer = await client.ask('GET', `/api/workspaces/${encodeURIComponent(workspace)}/agents/origin?${place}`, {});
  return (await answer.json()) as AgentOrigin;
}
