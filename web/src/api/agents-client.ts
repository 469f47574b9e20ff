import type { ApiClient } from './client';
import type { AddAgentRule, AgentList, AgentRule, AgentRuleList, SessionInfo } from './types';

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
