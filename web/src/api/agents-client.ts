import type { ApiClient } from './client';
import type { AgentList } from './types';

/** The agents that a workspace's runner can start, installed or not, and whether it has a sandbox for them. Rejects with an ApiError. */
export async function agentsOf(client: Pick<ApiClient, 'ask'>, workspace: string): Promise<AgentList> {
  const answer = await client.ask('GET', `/api/workspaces/${encodeURIComponent(workspace)}/agents`, {});
  return (await answer.json()) as AgentList;
}
