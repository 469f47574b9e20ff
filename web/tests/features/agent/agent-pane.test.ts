import { fireEvent, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { showAgent as show } from '../../support/agent-pane';
import { threeOptions } from '../../support/conversations';

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'What shall the agent do?' });

describe('a conversation on the page', () => {
  it('says that an agent is unmetered, and nothing of one that is metered or not known to be', () => {
    show({ metered: true });
    show({});
    expect(screen.queryByText('Unmetered')).toBeNull();
    show({ metered: false });
    expect(screen.getByText('Unmetered')).toBeTruthy();
  });

  it('shows what was asked and said as text and Markdown, of which nothing is markup', async () => {
    const { facts, tell, live, doings } = show();
    await live();
    await tell(
      facts.prompted(1, 'Do <b>it</b>', 'bob'),
      facts.said(
        1,
        'It is **done**: [a](src/a.ts:4) [b](https://e.org) [c](javascript:x) <img src=x onerror=y>\n\n```\nco',
      ),
      facts.said(1, 'de\n```\n'),
    );
    expect(screen.getByText('Do <b>it</b>')).toBeTruthy();
    expect(screen.getByText('Asked by bob')).toBeTruthy();
    expect(screen.getByText('done').tagName).toBe('STRONG');
    const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'b' });
    expect([link.href, link.rel, link.target]).toEqual(['https://e.org/', 'noopener noreferrer', '_blank']);
    expect(screen.getAllByRole('link')).toHaveLength(1);
    expect(document.querySelector('img')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'a' }));
    expect(doings.openFile).toHaveBeenCalledWith({ path: 'src/a.ts', line: 4 });
    await fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
    expect(doings.copy).toHaveBeenCalledWith('code');
  });

  it('shows tools with their places, what they change and how they stand', async () => {
    const { facts, tell, live, doings } = show();
    await live();
    const diff = { type: 'diff', path: '/w/a.ts', oldText: 'a\nb\n', newText: 'a\nc\n' };
    await tell(
      facts.prompted(1, 'x'),
      facts.called(1, {
        toolCallId: 't',
        title: 'Edit a.ts',
        kind: 'edit',
        status: 'in_progress',
        locations: [{ path: '/w/a.ts', line: 2 }],
      }),
    );
    expect(screen.getByText('at work')).toBeTruthy();
    await tell(facts.updated(1, { toolCallId: 't', status: 'failed', content: [diff], rawOutput: 'no such file' }));
    expect(screen.getByText('failed')).toBeTruthy();
    expect(screen.getByText('+c').className).toContain('added');
    expect(screen.getByText('-b').className).toContain('removed');
    expect(screen.queryByText('no such file')).toBeNull();
    const details = document.querySelector('details');
    if (details) details.open = true;
    details?.dispatchEvent(new Event('toggle'));
    await tick();
    expect(screen.getByText('no such file')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: '/w/a.ts:2' }));
    expect(doings.openFile).toHaveBeenCalledWith({ path: '/w/a.ts', line: 2 });
  });

  it('says plainly how a turn ended that was not done', async () => {
    const { facts, tell, live } = show();
    await live();
    await tell(
      facts.prompted(1, 'x'),
      facts.called(1, { toolCallId: 't', status: 'in_progress' }),
      facts.ended(1, 'max_tokens'),
    );
    expect(screen.getByText(/The answer was cut off/)).toBeTruthy();
    expect(screen.getByText('not finished')).toBeTruthy();
    await tell(
      facts.prompted(2, 'x'),
      facts.fact('agent.turn-failed', { turn: 2, code: -32603, message: 'No credit.' }),
    );
    expect(screen.getByRole('alert').textContent).toMatch(/could not go on: No credit\. Send it again/);
    await tell(facts.prompted(3, 'x'), facts.ended(3));
    expect(document.querySelectorAll('.notice')).toHaveLength(2);
  });

  it('draws the last turns, and earlier ones when they are asked for', async () => {
    const { facts, tell, live } = show();
    await live();
    for (let turn = 1; turn <= 45; turn++) await tell(facts.prompted(turn, `prompt ${turn}`), facts.ended(turn));
    expect(screen.getAllByRole('article')).toHaveLength(20);
    expect(screen.queryByText('prompt 25')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Show earlier' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Show earlier' }));
    expect(screen.getAllByRole('article')).toHaveLength(45);
    expect(screen.queryByRole('button', { name: 'Show earlier' })).toBeNull();
  });

  it('says what to do when the agent wants a sign-in, and when the session has ended', async () => {
    const { facts, tell, live, actions } = show();
    await live();
    await tell(
      facts.fact('agent.failed', {
        code: -32000,
        message: 'Sign in.',
        auth: [{ id: 'k', name: 'API key', description: 'Set X_KEY.' }],
      }),
    );
    expect(screen.getByRole('alert').textContent).toMatch(/Sign in\..*in a terminal.*API key.*Set X_KEY\./s);
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(actions.onrestart).toHaveBeenCalledOnce();
  });

  it('says what an agent said before it ended, next to the way to restart it', async () => {
    const { facts, tell, live, actions } = show({ state: 'exited', exitCode: 0 });
    await live();
    await tell(
      facts.fact('agent.failed', { code: -32603, message: 'It ended, and said: no key\nSet X_KEY.' }),
      facts.fact('session.exited', { code: 0 }),
    );
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('It ended, and said: no key\nSet X_KEY.');
    await fireEvent.click(within(alert).getByRole('button', { name: 'Restart' }));
    expect(actions.onrestart).toHaveBeenCalledOnce();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('of a session that has ended can be read, and restarted', async () => {
    const { live, actions } = show({ state: 'exited', exitCode: 1 });
    await live();
    expect(screen.queryByRole('textbox')).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Restart' }));
    expect(actions.onrestart).toHaveBeenCalledOnce();
  });
});

describe('a question', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const asking = async () => {
    const shown = show();
    await shown.live();
    box().focus();
    await shown.tell(
      shown.facts.prompted(1, 'x'),
      shown.facts.asked(1, 'a', {
        toolCallId: 't',
        title: 'rm -r build',
        kind: 'execute',
        rawInput: { command: 'rm -r build' },
      }),
    );
    const card = screen.getByRole('region', { name: 'Scripted asks' });
    const button = (name: RegExp) => within(card).getByRole<HTMLButtonElement>('button', { name });
    return { ...shown, card, button };
  };

  it('says what each answer does, and takes no focus', async () => {
    const { card, button } = await asking();
    expect(document.activeElement).toBe(box());
    expect(card.textContent).toContain('rm -r build');
    expect(button(/^Allow/).textContent).toMatch(/Allow\s*Allows this once/);
    expect(button(/^Reject/).textContent).toMatch(/Reject\s*Refuses this once/);
  });

  it('is answered once and for all by a rule, which is made first', async () => {
    const { command, doings, card } = await asking();
    const rule = within(card).getByText<HTMLButtonElement>('Run rm -r build');
    expect(rule.disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    doings.allowFromNowOn.mockResolvedValueOnce(false);
    await fireEvent.click(rule);
    expect(command).not.toHaveBeenCalled();
    await fireEvent.click(rule);
    await tick();
    expect(doings.allowFromNowOn).toHaveBeenLastCalledWith({ tool: 'execute', pattern: 'rm -r build' });
    expect(command).toHaveBeenCalledWith('answer', { ask: 'a', option: 'yes' });
    expect(card.textContent).toContain('Dispatch can');
  });

  it('asks nothing of what a rule decided, and says which it was', async () => {
    const { facts, tell } = await asking();
    await tell(facts.answered('a', 'no'));
    const verdict = { decision: 'allow', why: 'rule', rule: { id: 'r', tool: 'edit', pattern: 'src/**' } };
    const asked = facts.asked(1, 'b', { toolCallId: 'u', title: 'Edit src/a.ts' });
    const answered = facts.answered('b', 'yes');
    await tell({ ...asked, data: { ...Object(asked.data), verdict } });
    expect(screen.queryByRole('region', { name: 'Scripted asks' })).toBeNull();
    await tell({ ...answered, data: { ...Object(answered.data), verdict } });
    expect(screen.getByText('Allowed by a rule: Edit src/**')).toBeTruthy();
    await tell(
      facts.fact('agent.requested', {
        turn: 1,
        request: '1',
        method: 'fs/read_text_file',
        params: { path: '/h/.ssh/id' },
      }),
      facts.fact('agent.served', {
        turn: 1,
        request: '1',
        method: 'fs/read_text_file',
        error: { code: 'agent.keys', message: 'no' },
        verdict: { decision: 'deny', why: 'keys' },
      }),
    );
    expect(screen.getByText('/h/.ssh/id').parentElement?.textContent).toMatch(/Denied: keys and sign-ins/);
  });

  it('leaves nothing out of what is asked for', async () => {
    const { facts, tell, card } = await asking();
    expect(within(card).getAllByText('rm -r build')).toHaveLength(1);
    await tell(facts.answered('a', 'no'));
    const call = { toolCallId: 'u', rawInput: { command: ['rm', '-r', 'my build'], cwd: '/etc' } };
    await tell(facts.asked(1, 'b', call));
    const next = screen.getByRole('region', { name: 'Scripted asks' });
    expect(within(next).getByText(/^rm -r 'my build'/).textContent).toContain('"cwd": "/etc"');
  });

  it('goes on showing what was asked, whatever becomes of the call', async () => {
    const { facts, tell, card } = await asking();
    await tell(facts.updated(1, { toolCallId: 't', title: 'ls', rawInput: { command: 'ls' } }));
    expect(card.textContent).toContain('rm -r build');
    expect(within(card).queryByText('ls')).toBeNull();
    expect(within(screen.getByRole('log')).getByText('ls')).toBeTruthy();
  });

  it('shows what would change, which is folded in the conversation until it is answered', async () => {
    const { facts, tell } = await asking();
    await tell(facts.answered('a', 'no'));
    const content = [{ type: 'diff', path: '/w/a', oldText: 'old', newText: 'new' }];
    await tell(facts.asked(1, 'b', { toolCallId: 'u', title: 'Edit a', kind: 'edit', content }));
    const card = screen.getByRole('region', { name: 'Scripted asks' });
    const log = within(screen.getByRole('log'));
    expect(within(card).getByText('+new')).toBeTruthy();
    expect(log.queryByText('+new')).toBeNull();
    await fireEvent.click(log.getByText('Edit a'));
    await tick();
    expect(log.getByText('+new')).toBeTruthy();
    await tell(facts.answered('b', 'yes'));
    expect(log.getByText('+new')).toBeTruthy();
  });

  it('shows all of it, however long', async () => {
    const { facts, tell } = await asking();
    await tell(facts.answered('a', 'no'));
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`);
    await tell(
      facts.asked(1, 'b', {
        toolCallId: 'u',
        title: `${'cd build; '.repeat(1000)}rm -r title`,
        rawInput: `${'x'.repeat(300_000)}; rm -r input`,
        locations: [{ path: '/etc/hosts', line: 3 }, { path: '/etc/hosts' }, { path: '/w/a' }],
        content: [
          { type: 'diff', path: '/w/a', oldText: '', newText: lines.join('\n') },
          { type: 'hologram', of: 'it' },
        ],
      }),
    );
    const card = screen.getByRole('region', { name: 'Scripted asks' });
    for (const end of ['rm -r title', 'rm -r input', '+line 99', "can't show (hologram)"])
      expect(card.textContent).toContain(end);
    expect(within(card).getAllByText('/etc/hosts')).toHaveLength(1);
    expect(within(card).getAllByText('/w/a')).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(500);
    expect(within(card).queryByRole('alert')).toBeNull();
    expect(within(card).getByText('Allow').closest('button')?.disabled).toBe(false);
  });

  it.each([
    ['a text', { rawInput: 'x'.repeat(1_000_001) }, threeOptions],
    ['a title', { title: 'x'.repeat(1_000_001) }, threeOptions],
    ['a change', { content: [{ type: 'diff', path: '/w/a', newText: '\n'.repeat(20_001) }] }, threeOptions],
    ['a name', {}, [...threeOptions, { optionId: 'odd', name: 'x'.repeat(2001), kind: 'reject_always' }]],
  ])('that has %s too long to be shown whole can be refused, and not allowed', async (_, call, options) => {
    const { facts, tell } = await asking();
    await tell(facts.answered('a', 'no'));
    const unknown = { optionId: 'unknown', name: 'Perhaps', kind: 'perhaps' };
    await tell(facts.asked(1, 'b', { toolCallId: 'u', title: 'Big', ...call }, [...options, unknown]));
    await vi.advanceTimersByTimeAsync(500);
    const card = screen.getByRole('region', { name: 'Scripted asks' });
    expect(within(card).getByRole('alert').textContent).toMatch(/too long to be shown whole/);
    const can = (name: string) => !within(card).getByText(name).closest('button')?.disabled;
    expect(['Allow', 'Always allow', 'Perhaps', 'Reject'].map(can)).toEqual([false, false, false, true]);
  });

  it('begins to count when it is seen', async () => {
    const { button, unseen } = await asking();
    await vi.advanceTimersByTimeAsync(500);
    await unseen();
    const allow = screen.getByText('Allow').closest('button');
    expect(allow?.disabled).toBe(true);
    await vi.advanceTimersByTimeAsync(500);
    expect(button(/^Allow/).disabled).toBe(false);
  });

  it('takes no press for the first 400 ms, and none while somebody types', async () => {
    const { button, command, model } = await asking();
    const allow = () => button(/^Allow/);
    await vi.advanceTimersByTimeAsync(390);
    allow().click();
    await fireEvent.keyDown(box(), { key: 'a' });
    await vi.advanceTimersByTimeAsync(390);
    expect(allow().disabled).toBe(true);
    allow().click();
    expect(command).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(20);
    expect(allow().disabled).toBe(false);
    allow().click();
    expect(command).toHaveBeenCalledWith('answer', { ask: 'a', option: 'yes' });
    expect(model.conversation.asks).toHaveLength(1);
  });

  it('the next one begins to count anew, and what was decided stands in the conversation', async () => {
    const { facts, tell, button } = await asking();
    await tell(facts.asked(1, 'b', { toolCallId: 'u', title: 'Another' }));
    expect(screen.getByText('One more question waits after this one.')).toBeTruthy();
    await vi.advanceTimersByTimeAsync(500);
    expect(button(/^Allow/).disabled).toBe(false);
    await tell(facts.answered('a', 'no', 'bob'));
    expect(screen.getByText('Reject, by bob')).toBeTruthy();
    const next = screen.getByRole('region', { name: 'Scripted asks' });
    expect(within(next).getByText('Another')).toBeTruthy();
    for (const one of within(next).getAllByRole<HTMLButtonElement>('button')) expect(one.disabled).toBe(true);
    await tell(facts.ended(1, 'cancelled'));
    expect(screen.queryByRole('region', { name: 'Scripted asks' })).toBeNull();
    expect(screen.getByText('No longer asked')).toBeTruthy();
  });
});

describe('the prompt box', () => {
  it('sends by Enter, is kept while nothing is connected, and stops what runs', async () => {
    const { facts, tell, live, command, stream } = show();
    await live();
    expect(document.activeElement).toBe(box());
    await fireEvent.input(box(), { target: { value: 'Do it' } });
    stream.state('waiting');
    await tick();
    expect(screen.getByText(/What you write is kept/)).toBeTruthy();
    await fireEvent.keyDown(box(), { key: 'Enter' });
    expect(command).not.toHaveBeenCalled();
    expect(box().value).toBe('Do it');
    stream.state('open');
    await fireEvent.keyDown(box(), { key: 'Enter' });
    expect(command).toHaveBeenCalledWith('prompt', { text: 'Do it', queue: true });
    await tell(facts.prompted(1, 'Do it'));
    expect(box().value).toBe('');
    await fireEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(command).toHaveBeenCalledWith('cancel', {});
    expect(screen.getByRole('button', { name: 'Stopping' })).toBeTruthy();
  });
});
