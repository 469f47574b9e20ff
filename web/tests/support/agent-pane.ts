import { render } from '@testing-library/svelte';
import { tick } from 'svelte';
import { vi } from 'vitest';
import type { SessionStreamEvents } from '$api/session-stream';
import { AgentModel } from '../../src/features/agent/agent.svelte';
import type { AgentServices } from '../../src/features/agent/agent-services';
import AgentPane from '../../src/features/agent/AgentPane.svelte';
import type { AgentEvent } from '../../src/features/agent/conversation.svelte';
import { agentFacts } from './conversations';
import { FakeClock } from './fake-clock';
import { aSession } from './sessions';

/** An agent's pane on the page, and what its session tells it. @param read what is fetched of its past */
export function showAgent(changes: Parameters<typeof aSession>[0] = {}, read?: AgentServices['read']) {
  const facts = agentFacts();
  const doings = {
    openFile: vi.fn(),
    copy: vi.fn(),
    shown: (path: string) => path,
    nameOf: (who: string) => (who === 'ana' ? 'you' : who),
    fork: vi.fn(),
    openSession: vi.fn(),
    screen: vi.fn(() => Promise.resolve('$ make\nall done')),
    sessionState: () => undefined,
    mentions: {
      files: () => Promise.resolve([]),
      address: (path: string) => `file:///${path}`,
      sessions: () => [],
      screen: () => Promise.resolve(''),
      lastOutput: () => Promise.resolve(undefined),
    },
    within: (path: string) => (path.startsWith('/w/') ? path.slice(3) : undefined),
    allowFromNowOn: vi.fn(() => Promise.resolve(true)),
    contentOf: (hash: string) => Promise.resolve(new TextEncoder().encode(`${hash}\n`)),
    review: vi.fn(() => Promise.resolve(true)),
    restore: vi.fn(() => Promise.resolve({ ok: true, code: null, message: null })),
  };
  const command = vi.fn(() => Promise.resolve({ ok: true, code: null, message: null }));
  const events: SessionStreamEvents[] = [];
  const model = new AgentModel({
    attach: (all) => {
      events.push(all);
      return { start: () => undefined, stop: () => undefined, command, tryNow: () => undefined, look: () => undefined };
    },
    look: () => Promise.resolve(aSession()),
    ...(read && { read }),
    clock: new FakeClock(),
    draft: { read: () => '', write: () => undefined },
  });
  const actions = { onrules: vi.fn(), onrestart: vi.fn(), onremove: vi.fn(), onclose: vi.fn(), ongoal: vi.fn() };
  const props = {
    model,
    session: aSession({ kind: 'agent', name: 'helper', ...changes }),
    active: true,
    attended: true,
    looked: true,
    entersend: true,
    self: 'ana',
    doings,
    goal: undefined as number | undefined,
    ...actions,
  };
  const { rerender } = render(AgentPane, props);
  const set = async (changed: Partial<typeof props>) => {
    Object.assign(props, changed);
    await rerender(props);
  };
  /** Another tab is shown for a moment. */
  const unseen = async () => {
    await set({ active: false });
    await set({ active: true });
  };
  const [stream] = events;
  if (!stream) throw new Error('nothing was attached');
  const tell = async (...told: AgentEvent[]) => {
    for (const event of told) stream.event({ t: 'event', epoch: 1, ...event });
    await tick();
  };
  const live = async () => {
    stream.state('open');
    stream.live();
    await tell(facts.ready());
  };
  return { facts, doings, command, model, actions, tell, live, stream, set, unseen };
}
