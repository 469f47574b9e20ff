import { describe, expect, it } from 'vitest';
import { Conversation, type AgentEvent } from '../../../src/features/agent/conversation.svelte';
import { OwnList } from '../../../src/features/agent/past.svelte';
import { agentFacts } from '../../support/conversations';

const facts = agentFacts();
const taken = (more: object = {}) =>
  facts.fact('agent.taken-up', { agentSession: 'o', title: 'Fix\u202e it', tells: true, ...more }, 'ana');
const earlier = (turn: number, said: string) =>
  facts.fact('agent.prompted', { turn, prompt: [{ type: 'text', text: said }], earlier: true });

const asked = facts.fact('agent.told', { turn: 0 });

function fold(...events: AgentEvent[]): Conversation {
  const conversation = new Conversation();
  for (const event of events) conversation.take(event);
  return conversation;
}

describe('a conversation that an agent had before', () => {
  it('comes in as turns of which none goes on, and goes on with the next prompt', () => {
    const conversation = fold(facts.ready({ lists: true }), taken(), asked, earlier(1, 'Fix'), facts.said(1, 'Did.'));
    expect([conversation.running, conversation.ready, conversation.past.taking]).toEqual([undefined, false, true]);
    for (const event of [facts.ended(1), facts.ready({ loaded: true }), facts.prompted(2, 'Go on')])
      conversation.take(event);
    expect(conversation.past.taken).toEqual({ title: 'Fix it', tells: true });
    expect(conversation.turns.map((turn) => turn.earlier)).toEqual([true, false]);
    expect(conversation.running?.number).toBe(2);
    expect(conversation.past.taking).toBe(false);
  });

  it.each([
    ['the agent refuses', facts.fact('agent.not-taken-up', { message: 'No such\u0007 one' }), 'No such one'],
    ['the agent ends', facts.fact('session.exited', {}), ''],
  ])('is left out where %s', (_, event, why) => {
    const conversation = fold(facts.ready({ lists: true }), taken(), earlier(1, 'Fix'), event);
    expect(conversation.turns.map((turn) => turn.dropped)).toEqual([true]);
    expect([conversation.past.failed, conversation.past.taken, conversation.past.taking]).toEqual([
      why,
      undefined,
      false,
    ]);
    conversation.take(facts.ready());
    conversation.take(facts.prompted(2, 'Something else'));
    expect(conversation.past.failed).toBeUndefined();
  });

  it('is known where only its end is loaded', () => {
    const conversation = new Conversation();
    const latest = { 'agent.taken-up': taken().data, 'agent.ready': facts.ready({ lists: true }).data };
    const present = { ready: true, held: false, queue: [], line: [{ first: 1, last: 40 }], latest };
    const events = [{ t: 'event', epoch: 1, ...earlier(40, 'Last') }] as never;
    conversation.load({ epoch: 1, seq: 90, before: 80, earlier: 39, present, events });
    expect([conversation.past.taken?.title, conversation.past.taking]).toEqual(['Fix it', false]);
  });
});

describe('the list of them', () => {
  it('takes each once, a page at a time, and ends where an agent goes round', async () => {
    const asked: (string | undefined)[] = [];
    const list = new OwnList((cursor) => {
      asked.push(cursor);
      const items = [{ session: 'a', title: 'A\u202e', cwd: null, updatedAt: 'never' }];
      return Promise.resolve({ items, next: 'a', left: 2 });
    });
    await list.goOn();
    expect([list.items, list.more, list.left]).toEqual([[{ id: 'a', title: 'A', folder: '', at: undefined }], true, 2]);
    await list.goOn();
    expect([list.items.length, list.more, asked]).toEqual([1, false, [undefined, 'a']]);
  });

  it('says what went wrong, and goes on from there', async () => {
    let fails = true;
    const list = new OwnList(() =>
      fails ? Promise.reject(new Error('locked')) : Promise.resolve({ items: [], next: null, left: 0 }),
    );
    await list.goOn();
    expect([list.error !== undefined, list.known, list.busy]).toEqual([true, false, false]);
    fails = false;
    await list.goOn();
    expect([list.error, list.known]).toEqual([undefined, true]);
  });
});
