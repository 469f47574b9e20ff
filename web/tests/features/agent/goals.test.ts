import { screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { AgentConversation } from '$api/types';
import { turnGoals } from '../../../src/app/turn-goals.svelte';
import type { AgentServices } from '../../../src/features/agent/agent-services';
import { Following } from '../../../src/features/agent/following.svelte';
import { showAgent } from '../../support/agent-pane';
import { agentFacts } from '../../support/conversations';

const facts = agentFacts();

/** A pane with the last two turns, and the one before to be fetched. */
async function withEarlier() {
  const stretch = (turns: readonly number[], before?: number) =>
    ({
      epoch: 1,
      seq: 1,
      before,
      present: before && { ready: true, held: false, queue: [], line: [], latest: {} },
      events: turns.flatMap((turn) => [facts.prompted(turn, `prompt ${turn}`), facts.ended(turn)]),
    }) as unknown as AgentConversation;
  const asked: PromiseWithResolvers<AgentConversation>[] = [];
  const read = vi.fn<NonNullable<AgentServices['read']>>((before) => {
    if (before === undefined) return Promise.resolve(stretch([8, 9], 7));
    const fetched = Promise.withResolvers<AgentConversation>();
    asked.push(fetched);
    return fetched.promise;
  });
  const toPlace = vi.spyOn(Following.prototype, 'toPlace').mockImplementation(() => undefined);
  const shown = showAgent({}, read);
  await vi.waitFor(() => expect(screen.getAllByRole('article')).toHaveLength(2));
  const went = () => toPlace.mock.calls.map(([place]) => place.dataset.turn);
  const arrives = async (turns: readonly number[]) => {
    asked.shift()?.resolve(stretch(turns));
    await settled();
  };
  const fails = async () => {
    asked.shift()?.reject(new Error('Nobody answers.'));
    await settled();
  };
  return { ...shown, went, arrives, fails, ongoal: shown.actions.ongoal };
}

async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setTimeout(resolve));
  await tick();
}

describe('a turn that somebody asked to see', () => {
  it('is gone to once it is fetched', async () => {
    const { set, went, arrives, ongoal } = await withEarlier();
    await set({ goal: 7 });
    expect(went()).toEqual([]);
    await arrives([7]);
    expect(went()).toEqual(['7']);
    expect(ongoal.mock.calls).toEqual([[7]]);
  });

  it('gives way to the one that was asked for since', async () => {
    const { set, went, arrives, ongoal } = await withEarlier();
    await set({ goal: 7 });
    await set({ goal: 9 });
    await settled();
    await arrives([7]);
    expect(went()).toEqual(['9']);
    expect(ongoal.mock.calls).toEqual([[9]]);
  });

  it('is gone to once, and only where it is seen', async () => {
    const { set, went, arrives, ongoal } = await withEarlier();
    ongoal.mockImplementation(() => void set({ goal: undefined }));
    await set({ goal: 7 });
    await set({ active: false });
    await arrives([7]);
    expect([went(), ongoal.mock.calls]).toEqual([[], []]);
    await set({ active: true });
    await set({ active: false });
    await set({ active: true });
    await settled();
    expect(went()).toEqual(['7']);
  });

  it('is said not to be there any more, whatever was refused before', async () => {
    const { set, arrives, model, ongoal } = await withEarlier();
    model.say('Something else was refused.');
    await set({ goal: 5 });
    await arrives([7]);
    expect(screen.getByText(/^Prompt and answer 5 aren/)).toBeTruthy();
    expect(screen.queryByText(/Something else/)).toBeNull();
    expect(ongoal.mock.calls).toEqual([[5]]);
  });

  it('that could not be fetched is said to be so', async () => {
    const { set, fails, ongoal } = await withEarlier();
    await set({ goal: 5 });
    await fails();
    expect(screen.getByText('Nobody answers.')).toBeTruthy();
    expect(ongoal.mock.calls).toEqual([[5]]);
  });

  it('is unfolded where it was rolled back', async () => {
    const { set, tell, went } = await withEarlier();
    await tell(facts.fact('agent.rewound', { turn: 8 }));
    const folded = screen.getAllByRole('article')[1]?.querySelector('details');
    expect(folded?.open).toBe(false);
    await set({ goal: 9 });
    await settled();
    expect(went()).toEqual(['9']);
    expect(folded?.open).toBe(true);
  });

  it('is given up where the conversation can not be had', async () => {
    const { set, stream, ongoal } = await withEarlier();
    await set({ active: false, goal: 7 });
    stream.fault({ code: 'session.gone', message: 'It is gone.', fatal: true } as never, undefined as never);
    await tick();
    expect(ongoal.mock.calls).toEqual([[7]]);
  });
});

it('a turn that was gone to ends no other one', () => {
  const at = { workspace: 'w', id: 's' };
  turnGoals.set(at, 7);
  turnGoals.set(at, 50);
  turnGoals.over(at, 7);
  expect(turnGoals.of(at)).toBe(50);
  turnGoals.over(at, 50);
  expect(turnGoals.of(at)).toBeUndefined();
});
