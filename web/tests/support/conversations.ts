import type { AgentEvent } from '../../src/features/agent/conversation.svelte';

/** Facts of an agent's session, numbered as they come. */
export function agentFacts() {
  let seq = 0;
  const fact = (type: string, data: unknown = {}, principal = ''): AgentEvent => ({
    seq: ++seq,
    time: 1_795_357_681_000_000 + seq,
    type,
    principal,
    data,
  });
  const text = (said: string) => ({ type: 'text', text: said });
  return {
    fact,
    ready: (more: object = {}) =>
      fact('agent.ready', { agentSession: 's', agent: { name: 'scripted', title: 'Scripted', version: '1' }, ...more }),
    prompted: (turn: number, said: string, principal = 'ana') =>
      fact('agent.prompted', { turn, prompt: [text(said)] }, principal),
    said: (turn: number, said: string) =>
      fact('agent.said', { turn, update: { sessionUpdate: 'agent_message_chunk', content: text(said) } }),
    thought: (turn: number, said: string) =>
      fact('agent.thought', { turn, update: { sessionUpdate: 'agent_thought_chunk', content: text(said) } }),
    called: (turn: number, update: object) => fact('agent.tool-called', { turn, update }),
    updated: (turn: number, update: object) => fact('agent.tool-updated', { turn, update }),
    asked: (turn: number, ask: string, call: object, options: object[] = threeOptions) =>
      fact('agent.asked', { turn, ask, call, options }),
    answered: (ask: string, option?: string, principal = 'ana') => fact('agent.answered', { ask, option }, principal),
    ended: (turn: number, stopReason = 'end_turn') => fact('agent.turn-ended', { turn, stopReason }),
  };
}

export const threeOptions = [
  { optionId: 'yes', name: 'Allow', kind: 'allow_once' },
  { optionId: 'always', name: 'Always allow', kind: 'allow_always' },
  { optionId: 'no', name: 'Reject', kind: 'reject_once' },
];
