import { describe, expect, it } from 'vitest';
import { SessionStream } from '$api/session-stream';
import { AgentModel } from '../../../src/features/agent/agent.svelte';
import { PromptWriter } from '../../../src/features/agent/prompt.svelte';
import { agentFacts } from '../../support/conversations';
import { FakeNetwork } from '../../support/fake-socket';
import { aSession } from '../../support/sessions';

/** An agent on a network of the test. */
function anAgent(draft = '') {
  const network = new FakeNetwork();
  const facts = agentFacts();
  const drafts = [draft];
  const model = new AgentModel({
    attach: (events) => {
      const stream = new SessionStream({ workspace: 'default', id: 'abc' }, network.options, events);
      return {
        start: () => stream.start(undefined),
        stop: () => stream.stop(),
        command: (name, data) => stream.command(name, data),
        tryNow: () => stream.tryNow(),
        look: (on) => stream.look(on),
      };
    },
    look: () => Promise.resolve(aSession()),
    clock: network.clock,
    draft: { read: () => draft, write: (text) => drafts.push(text) },
  });
  model.show();
  const tell = (event: object) => network.last.tell({ t: 'event', epoch: 7, ...event });
  const greet = (received?: number) => {
    network.last.accept();
    network.last.tell({
      t: 'attached',
      session: aSession({ kind: 'agent' }),
      client: 'c',
      head: 0,
      window: 1 << 20,
      features: [],
      received,
    });
  };
  const live = () => {
    greet();
    network.last.tell({ t: 'gap', reason: 'first', epoch: 7, first: 1, cols: 80, rows: 24 });
    tell(facts.ready());
    network.last.tell({ t: 'live', seq: 1 });
  };
  const commands = () => network.last.messages.filter(({ t }) => t === 'command');
  const answer = async (answer: object = { ok: true, code: null, message: null }, index = -1) => {
    network.last.tell({ t: 'result', id: commands().at(index)?.id, ...answer });
    for (let turn = 0; turn < 6; turn++) await Promise.resolve();
  };
  return { network, facts, model, drafts, tell, greet, live, commands, answer };
}

describe('prompting', () => {
  it('sends what is written, and clears the box once the agent has it', async () => {
    const { model, live, commands, answer } = anAgent();
    live();
    model.draft = 'Do it';
    void model.send();
    expect(commands()).toMatchObject([{ name: 'prompt', data: { text: 'Do it' } }]);
    expect([model.draft, model.sending]).toEqual(['Do it', true]);
    await answer();
    expect([model.draft, model.sending]).toEqual(['', false]);
  });

  it('keeps what is written while nothing is connected, also over a reload, and sends none of it unasked', () => {
    const { model, network, drafts, live, commands } = anAgent('from before');
    expect(model.draft).toBe('from before');
    void model.send();
    live();
    network.last.cut();
    model.draft = 'later';
    void model.send();
    expect(drafts.at(-1)).toBe('later');
    network.clock.pass(10_000);
    live();
    expect(commands()).toEqual([]);
    expect(model.draft).toBe('later');
  });

  it('whose answer was cut off is sent again with the same id', async () => {
    const { model, network, greet, live, commands, answer } = anAgent();
    live();
    model.draft = 'Do it';
    void model.send();
    const [sent] = commands();
    network.last.cut();
    network.clock.pass(10_000);
    greet(0);
    expect(commands()).toEqual([sent]);
    await answer();
    expect(model.draft).toBe('');
  });

  it('says why it was refused and keeps what is written', async () => {
    const { model, live, answer } = anAgent();
    live();
    model.draft = 'Do it';
    void model.send();
    await answer({ ok: false, code: 'agent.busy', message: 'busy' });
    expect(model.refusal).toMatch(/still works/);
    expect(model.draft).toBe('Do it');
    void model.send();
    await answer({ ok: false, code: 'agent.odd', message: 'Do \u202ethis.' });
    expect(model.refusal).toBe('Do this.');
  });

  it('goes into the queue while a turn runs', () => {
    const { model, facts, tell, live, commands } = anAgent();
    live();
    tell(facts.prompted(1, 'x'));
    model.draft = 'more';
    void model.send();
    expect(commands()).toHaveLength(1);
  });
});

it('an answer goes out once, and one that came too late is told', async () => {
  const { model, facts, tell, live, commands, answer } = anAgent();
  live();
  tell(facts.prompted(1, 'x'));
  tell(facts.asked(1, 'a', { toolCallId: 't', title: 'rm' }));
  const [ask] = model.conversation.asks;
  if (!ask) throw new Error('nothing was asked');
  void model.answer(ask, 'yes');
  void model.answer(ask, 'no');
  expect(commands()).toMatchObject([{ name: 'answer', data: { ask: 'a', option: 'yes' } }]);
  await answer({ ok: false, code: 'agent.answered-already', message: '' });
  expect(model.refusal).toMatch(/before you/);
  expect(model.answering).toBeUndefined();
});

it('stopping is told until the turn ends, and modes are asked for', async () => {
  const { model, facts, tell, live, commands, answer } = anAgent();
  live();
  tell(facts.prompted(1, 'x'));
  void model.stop();
  expect(model.stopping).toBe(true);
  await answer();
  tell(facts.ended(1, 'cancelled'));
  expect(model.stopping).toBe(false);
  void model.setMode('code');
  expect(commands()).toMatchObject([
    { name: 'cancel', data: {} },
    { name: 'mode', data: { mode: 'code' } },
  ]);
});

it('the past is shown when all of it is there, and begins anew after a gap', () => {
  const { model, network, facts, tell, greet, live } = anAgent();
  greet();
  expect(model.caughtUp).toBe(false);
  live();
  tell(facts.prompted(1, 'x'));
  expect(model.caughtUp).toBe(true);
  network.last.tell({ t: 'gap', reason: 'pruned', epoch: 7, first: 50, cols: 80, rows: 24 });
  expect([model.caughtUp, model.conversation.turns.length, model.conversation.cutOff]).toEqual([false, 0, true]);
});

describe('keys in the prompt box', () => {
  const key = (name: string, more: object = {}) => ({
    key: name,
    shiftKey: false,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    isComposing: false,
    ...more,
  });
  const writing = () => {
    const agent = anAgent();
    agent.live();
    for (const [turn, said] of [
      [1, 'first'],
      [2, 'second'],
    ] as const) {
      agent.tell(agent.facts.prompted(turn, said));
      agent.tell(agent.facts.ended(turn));
    }
    return { ...agent, writer: new PromptWriter(agent.model) };
  };

  it('send by Enter, but not with Shift, while composing, or where Enter begins a line', () => {
    const { writer, model, commands } = writing();
    model.draft = 'x';
    expect(writer.press(key('Enter', { shiftKey: true }), true)).toBe(false);
    expect(writer.press(key('Enter', { isComposing: true }), true)).toBe(false);
    expect(writer.press(key('Enter'), false)).toBe(false);
    expect(commands()).toEqual([]);
    expect(writer.press(key('Enter'), true)).toBe(true);
    expect(commands()).toHaveLength(1);
  });

  it('bring back what was written before, from an empty box only', () => {
    const { writer, model } = writing();
    const after = (name: string) => [writer.press(key(name), true), model.draft];
    expect(after('ArrowUp')).toEqual([true, 'second']);
    expect(after('ArrowUp')).toEqual([true, 'first']);
    expect(after('ArrowUp')).toEqual([false, 'first']);
    expect(after('ArrowDown')).toEqual([true, 'second']);
    expect(after('ArrowDown')).toEqual([true, '']);
    model.draft = 'own';
    expect(after('ArrowUp')).toEqual([false, 'own']);
  });

  it('choose among the commands that the agent offers', () => {
    const { writer, model, facts, tell } = writing();
    tell(
      facts.fact('agent.commands-offered', {
        update: { availableCommands: [{ name: 'init' }, { name: 'insight' }, { name: 'web' }] },
      }),
    );
    model.draft = '/in';
    expect(writer.offered.map(({ name }) => name)).toEqual(['init', 'insight']);
    writer.press(key('ArrowDown'), true);
    writer.press(key('Tab'), true);
    expect(model.draft).toBe('/insight ');
    expect(writer.offered).toEqual([]);
    model.draft = '/w';
    writer.press(key('Escape'), true);
    expect(writer.offered).toEqual([]);
  });
});
