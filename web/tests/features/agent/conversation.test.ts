import { describe, expect, it } from 'vitest';
import { Conversation, type AgentEvent } from '../../../src/features/agent/conversation.svelte';
import type { ToolCall } from '../../../src/features/agent/turn.svelte';
import { agentFacts } from '../../support/conversations';

const facts = agentFacts();

function fold(...events: AgentEvent[]): Conversation {
  const conversation = new Conversation();
  for (const event of events) conversation.take(event);
  return conversation;
}

function itemsOf(conversation: Conversation, turn = 0) {
  return conversation.turns[turn]?.items ?? [];
}

describe('a conversation', () => {
  it('is its prompts and what came of each, in order', () => {
    const conversation = fold(
      facts.ready(),
      facts.prompted(1, 'Do it'),
      facts.thought(1, 'Hm'),
      facts.thought(1, 'm.'),
      facts.said(1, 'I '),
      facts.said(1, 'read.'),
      facts.called(1, { toolCallId: 't', title: 'Read a.ts', kind: 'read', status: 'pending' }),
      facts.said(1, 'Done.'),
      facts.updated(1, { toolCallId: 't', status: 'completed' }),
      facts.ended(1),
      facts.prompted(2, 'More', 'bob'),
    );
    expect(conversation.turns.map(({ prompt }) => prompt?.by)).toEqual(['ana', 'bob']);
    const [thought, said, tool, done] = itemsOf(conversation);
    expect([thought, said, done].map((item) => item && 'text' in item && item.text)).toEqual([
      'Hmm.',
      'I read.',
      'Done.',
    ]);
    expect(tool).toMatchObject({ is: 'tool', title: 'Read a.ts', kind: 'read', state: 'completed' });
    expect(conversation.turns[0]?.end).toMatchObject({ is: 'ended', reason: 'end_turn' });
    expect(conversation.running).toBe(conversation.turns[1]);
    expect(conversation.agent).toEqual({ name: 'Scripted', version: '1' });
    expect(conversation.prompts).toEqual(['Do it', 'More']);
  });

  it('replaces of a tool call what an update names, and leaves the rest', () => {
    const conversation = fold(
      facts.prompted(1, 'x'),
      facts.called(1, {
        toolCallId: 't',
        title: 'Edit',
        kind: 'edit',
        locations: [{ path: '/w/a.ts', line: 3 }, { line: 4 }],
        rawInput: { command: ['git', 'status'] },
      }),
      facts.updated(1, { toolCallId: 't', content: [{ type: 'diff', path: 'a.ts', oldText: 'a', newText: 'b' }, 7] }),
      facts.updated(1, { toolCallId: 't', status: 'failed', rawOutput: { code: 1 } }),
      facts.updated(1, { toolCallId: 'unknown', title: 'Comes without a call' }),
    );
    const [tool, late] = itemsOf(conversation) as ToolCall[];
    expect(tool).toMatchObject({
      title: 'Edit',
      state: 'failed',
      places: [{ path: '/w/a.ts', line: 3 }],
      input: 'git status',
      output: '{\n  "code": 1\n}',
      content: [{ is: 'diff', path: 'a.ts', before: 'a', after: 'b' }],
    });
    expect(late?.title).toBe('Comes without a call');
  });

  it('leaves a call that is over as it became when it was asked about, and shows what is asked', () => {
    const diff = { type: 'diff', path: 'a', newText: 'proposed' };
    const printed = { type: 'content', content: { type: 'text', text: 'printed' } };
    const conversation = fold(
      facts.prompted(1, 'x'),
      facts.called(1, { toolCallId: 't', title: 'Ran a', status: 'completed', content: [printed] }),
      facts.asked(1, 'a1', { toolCallId: 't', title: 'Run a', status: 'pending', kind: 'execute', content: [diff] }),
    );
    const [tool] = itemsOf(conversation) as ToolCall[];
    expect(tool).toMatchObject({ state: 'completed', title: 'Ran a', kind: 'execute' });
    expect(tool?.content).toMatchObject([{ is: 'content' }]);
    expect(conversation.asks[0]?.call).toBe(tool);
    expect(conversation.asks[0]?.tool).toMatchObject({ title: 'Run a', content: [{ after: 'proposed' }] });
  });

  it('asks what was asked, with what was known of the call, whatever is told of it since', () => {
    const conversation = fold(
      facts.prompted(1, 'x'),
      facts.called(1, { toolCallId: 't', title: 'Run', kind: 'execute', rawInput: { command: 'make' } }),
      facts.asked(1, 'a1', { toolCallId: 't', title: 'Run make' }),
      facts.updated(1, { toolCallId: 't', title: 'Run it', rawInput: { command: 'rm -r /' } }),
    );
    expect(conversation.asks[0]?.tool).toMatchObject({ title: 'Run make', kind: 'execute', input: 'make' });
    expect(conversation.asks[0]?.call).toMatchObject({ title: 'Run it', input: 'rm -r /' });
  });

  it('keeps a question open until somebody answers, and the first answer counts', () => {
    const conversation = fold(
      facts.prompted(1, 'x'),
      facts.asked(1, 'a1', { toolCallId: 't', title: 'rm -r build', kind: 'execute' }),
      facts.asked(1, 'a2', { toolCallId: 'u', title: 'Other' }),
    );
    expect(conversation.asks.map(({ id, tool }) => [id, tool.title])).toEqual([
      ['a1', 'rm -r build'],
      ['a2', 'Other'],
    ]);
    const [ask] = conversation.asks;
    conversation.take(facts.answered('a1', 'no', 'bob'));
    conversation.take(facts.answered('a1', 'yes', 'ana'));
    expect(ask?.answer).toMatchObject({ option: { name: 'Reject' }, by: 'bob' });
    expect(conversation.asks.map(({ id }) => id)).toEqual(['a2']);
    conversation.take(facts.ended(1, 'cancelled'));
    expect(conversation.asks).toEqual([]);
  });

  it('has one plan in a turn, modes and commands', () => {
    const plan = (...states: string[]) =>
      facts.fact('agent.planned', {
        turn: 1,
        update: { entries: states.map((status, index) => ({ content: `step ${index}`, priority: 'high', status })) },
      });
    const conversation = fold(
      facts.ready({
        modes: { currentModeId: 'ask', availableModes: [{ id: 'ask', name: 'Ask' }, { id: 'code', name: 'Code' }, {}] },
      }),
      facts.prompted(1, 'x'),
      plan('in_progress', 'pending'),
      facts.said(1, 'text'),
      plan('completed', 'odd'),
      facts.fact('agent.mode-changed', { turn: 1, update: { currentModeId: 'code' } }),
      facts.fact('agent.commands-offered', {
        turn: 1,
        update: { availableCommands: [{ name: 'init', description: 'Begins' }] },
      }),
    );
    expect(itemsOf(conversation).map(({ is }) => is)).toEqual(['plan', 'said']);
    expect(itemsOf(conversation)[0]).toMatchObject({ entries: [{ state: 'completed' }, { state: 'pending' }] });
    expect(conversation.choices.modes.map(({ name }) => name)).toEqual(['Ask', 'Code']);
    expect(conversation.choices.mode).toBe('code');
    expect(conversation.commands).toMatchObject([{ name: 'init', description: 'Begins' }]);
  });

  it('says why the agent can not be used, until it can', () => {
    const conversation = fold(
      facts.fact('agent.failed', {
        code: -32000,
        message: 'Sign in first.',
        auth: [{ id: 'k', name: 'Key', description: 'Set X.' }],
      }),
    );
    expect(conversation.ready).toBe(false);
    expect(conversation.failure).toMatchObject({
      code: '-32000',
      message: 'Sign in first.',
      auth: [{ name: 'Key', description: 'Set X.' }],
    });
    conversation.take(facts.fact('session.restarted'));
    conversation.take(facts.ready());
    expect([conversation.ready, conversation.failure]).toEqual([true, undefined]);
  });

  it('ends what ran when the process ends, also where nobody could say so', () => {
    const conversation = fold(
      facts.ready(),
      facts.prompted(1, 'x'),
      facts.asked(1, 'a', { toolCallId: 't' }),
      facts.fact('session.lost', { reason: 'gone' }),
    );
    expect(conversation.turns[0]?.end).toMatchObject({ reason: 'interrupted' });
    expect([conversation.running, conversation.asks.length, conversation.ready]).toEqual([undefined, 0, false]);
    conversation.take(facts.fact('agent.turn-failed', { turn: 1, code: 'x', message: 'late' }));
    expect(conversation.turns[0]?.end).toMatchObject({ reason: 'interrupted' });
  });

  it('takes whatever an agent says without breaking, and strips what hides or reorders text', () => {
    const odd = [
      undefined,
      null,
      7,
      'x',
      [],
      { turn: {}, update: 3 },
      { turn: 1, update: { content: { type: 'video' } } },
    ];
    const types = [
      'ready',
      'failed',
      'prompted',
      'said',
      'thought',
      'tool-called',
      'tool-updated',
      'planned',
      'mode-changed',
    ]
      .concat('commands-offered', 'asked', 'answered', 'turn-ended', 'turn-failed', 'noted')
      .map((name) => `agent.${name}`);
    const conversation = new Conversation();
    for (const type of types) for (const data of odd) conversation.take(facts.fact(type, data));
    expect(conversation.turns.length).toBeGreaterThan(0);

    const hidden = fold(
      facts.prompted(1, 'x'),
      facts.said(1, 'a\u202eb\u0007\u200bc\nd'),
      facts.called(1, { toolCallId: 't', title: 'rm\u202e\nx', rawInput: 'a\u2066b' }),
    );
    expect(itemsOf(hidden)).toMatchObject([{ text: 'abc\nd' }, { title: 'rm x', input: 'ab' }]);
  });

  it('keeps how a call stands where an update says it in a word that nobody knows', () => {
    const conversation = fold(
      facts.prompted(1, 'x'),
      facts.called(1, { toolCallId: 't', status: 'completed' }),
      facts.updated(1, { toolCallId: 't', status: 'archived' }),
    );
    expect(itemsOf(conversation)).toMatchObject([{ state: 'completed' }]);
  });

  it('takes what shares an id once', () => {
    const twice = (key: string) => [
      { [key]: 'a', name: 'First' },
      { [key]: 'a', name: 'Second' },
      { [key]: 'b', name: 'Third' },
    ];
    const conversation = fold(
      facts.ready({ modes: { availableModes: twice('id') } }),
      facts.fact('agent.commands-offered', { update: { availableCommands: [{ name: 'init' }, { name: 'init' }] } }),
      facts.prompted(1, 'x'),
      facts.asked(1, 'a', { toolCallId: 't' }, twice('optionId')),
    );
    const names = (all: readonly { readonly name: string }[] = []) => all.map(({ name }) => name);
    expect(names(conversation.choices.modes)).toEqual(['First', 'Third']);
    expect(names(conversation.commands)).toEqual(['init']);
    expect(names(conversation.asks[0]?.options)).toEqual(['First', 'Third']);
    conversation.take(facts.fact('agent.failed', { code: -32000, auth: twice('id') }));
    expect(names(conversation.failure?.auth)).toEqual(['First', 'Third']);
  });

  it('shows only pictures of its own bytes', () => {
    const image = (mimeType: string, data: string) =>
      facts.fact('agent.said', { turn: 1, update: { content: { type: 'image', mimeType, data } } });
    const conversation = fold(
      facts.prompted(1, 'x'),
      image('image/png', 'iVBORw0K'),
      image('image/svg+xml', 'PHN2Zz4='),
      image('image/png', '"><script>'),
    );
    expect(itemsOf(conversation).map((item) => item.is === 'content' && item.block)).toEqual([
      { is: 'image', source: 'data:image/png;base64,iVBORw0K' },
      { is: 'other', type: 'image' },
      { is: 'other', type: 'image' },
    ]);
  });

  it('of 2,000 turns is folded in a fraction of a second', () => {
    const events: AgentEvent[] = [facts.ready()];
    for (let turn = 1; turn <= 2000; turn++) {
      events.push(facts.prompted(turn, `Prompt ${turn}`), facts.thought(turn, 'Thinking about it'));
      for (let piece = 0; piece < 10; piece++) events.push(facts.said(turn, `piece ${piece} of **what** is said `));
      events.push(facts.called(turn, { toolCallId: `t${turn}`, title: 'Read', kind: 'read', status: 'pending' }));
      events.push(facts.updated(turn, { toolCallId: `t${turn}`, status: 'completed', rawOutput: { lines: 12 } }));
      events.push(facts.ended(turn));
    }
    // Time of the processor, and the best of several: other processes have the cores, too.
    const times = Array.from({ length: 5 }, () => {
      const start = process.cpuUsage();
      expect(fold(...events).turns).toHaveLength(2000);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    // About 50 on a quiet machine; one that is shared takes longer for the same.
    expect(Math.min(...times)).toBeLessThan(250);
  });
});
