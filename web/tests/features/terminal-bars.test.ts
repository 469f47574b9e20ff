import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import CommandGutter from '../../src/features/terminal/CommandGutter.svelte';
import type { ShownCommand } from '../../src/features/terminal/commands.svelte';
import ConnectionNotices from '../../src/features/terminal/ConnectionNotices.svelte';
import ConsentDialog from '../../src/features/terminal/ConsentDialog.svelte';
import EndedBar from '../../src/features/terminal/EndedBar.svelte';
import { Find } from '../../src/features/terminal/find.svelte';
import FindBar from '../../src/features/terminal/FindBar.svelte';
import StickyCommand from '../../src/features/terminal/StickyCommand.svelte';
import type { TerminalModel } from '../../src/features/terminal/terminal.svelte';
import { aShell } from '../support/commands';
import { aSession } from '../support/sessions';

describe('the bar of a session that has ended', () => {
  const show = (changes: Parameters<typeof aSession>[0]) => {
    const actions = { onplay: vi.fn(), onrestart: vi.fn(), onremove: vi.fn() };
    render(EndedBar, { session: aSession(changes), ...actions });
    return actions;
  };

  it('says how it ended and after how long, and what one can do', async () => {
    const actions = show({ state: 'exited', exitCode: 2, endedAt: '2026-11-22T10:01:30Z' });
    expect(screen.getByRole('status').textContent).toMatch(/exited 2\s+after 1 m 30 s\s+Read-only/);
    for (const name of ['Play back', 'Restart', 'Remove']) await fireEvent.click(screen.getByText(name));

    expect(Object.values(actions).map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1]);
  });

  it('says why one was lost', () => {
    show({ state: 'lost', reason: 'The process went away with the keeper.' });
    expect(screen.getByRole('status').textContent).toMatch(/lost\s+The process went away with the keeper\./);
    expect(screen.getByRole('button', { name: 'Restart' })).toBeTruthy();
  });

  it('offers no restart of a recording, which has no program', () => {
    show({ state: 'exited', imported: true });
    expect(screen.getByText('A recording, to be read and played back.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Restart' })).toBeNull();
  });
});

describe('the notices of a connection', () => {
  const show = (state: Partial<TerminalModel>) => {
    const model = {
      connection: 'open',
      kept: '',
      unknownInput: 0,
      retryAt: undefined,
      tryNow: vi.fn(),
      discardKept: vi.fn(),
      sendKept: vi.fn(),
      dismissNotice: vi.fn(),
      ...state,
    };
    render(ConnectionNotices, { model: model as unknown as TerminalModel });
    return model;
  };

  it('are none while all is well', () => {
    show({});
    expect(document.body.textContent.trim()).toBe('');
  });

  it('count down to the next try and show what waits', async () => {
    const model = show({ connection: 'waiting', retryAt: Date.now() + 9000, kept: 'ls\r' });
    expect(document.body.textContent).toMatch(/Next try in \d s\./);
    expect(screen.getByText(/^ls/).tagName).toBe('CODE');
    await fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Discard' }));

    expect(model.tryNow).toHaveBeenCalledOnce();
    expect(model.discardKept).toHaveBeenCalledOnce();
  });

  it('say what nobody knows, and send nothing after it unasked', async () => {
    const model = show({ unknownInput: 1, kept: 'rm -r build\r' });
    expect(document.body.textContent).toMatch(/while 1 typed byte was on the way/);
    await fireEvent.click(screen.getByRole('button', { name: 'Send it' }));
    expect(model.sendKept).toHaveBeenCalledOnce();
  });

  it('of what nobody knows can be put away', async () => {
    const model = show({ unknownInput: 3 });
    await fireEvent.click(screen.getByRole('button', { name: 'Dismiss' }));
    expect(model.dismissNotice).toHaveBeenCalledOnce();
  });

  it('show what an ended session never got', () => {
    show({ kept: 'echo late' });
    expect(screen.getByText(/Not sent, since the session has ended/)).toBeTruthy();
  });
});

describe('the find bar', () => {
  it('looks for what is typed, back by Enter and on by Shift+Enter, and closes by Escape', async () => {
    const terminal = { find: vi.fn(), endFind: vi.fn(), focus: vi.fn() };
    const find = new Find(() => terminal);
    find.open();
    render(FindBar, { find });
    const input = screen.getByRole('textbox', { name: 'Find in this terminal' });
    expect(document.activeElement).toBe(input);
    await fireEvent.input(input, { target: { value: 'make' } });
    await fireEvent.keyDown(input, { key: 'Enter' });
    await fireEvent.keyDown(input, { key: 'Enter', shiftKey: true });
    await fireEvent.keyDown(input, { key: 'a' });
    expect(terminal.find.mock.calls).toEqual([
      ['make', true, true],
      ['make', true, false],
      ['make', false, false],
    ]);

    await fireEvent.keyDown(input, { key: 'Escape' });
    expect(find.isOpen).toBe(false);
    expect(terminal.focus).toHaveBeenCalledOnce();
  });

  it('says so when it looks through less than the session has', async () => {
    const find = new Find(() => ({ find: vi.fn(), endFind: vi.fn(), focus: vi.fn() }));
    render(FindBar, { find });
    find.text = 'make';
    find.found(0, 1, undefined);
    await tick();
    expect(screen.queryByText(/Only the last/)).toBeNull();
    find.found(0, 1, 1038);
    await tick();
    expect(screen.getByText('Only the last 1,038 lines are here; play back to see more.')).toBeTruthy();
  });

  it('has a button for each', async () => {
    const terminal = { find: vi.fn(), endFind: vi.fn(), focus: vi.fn() };
    const find = new Find(() => terminal);
    find.text = 'make';
    render(FindBar, { find });
    for (const name of [/Previous/, /Next/, /Close/]) await fireEvent.click(screen.getByRole('button', { name }));
    expect(terminal.find.mock.calls.slice(1)).toEqual([
      ['make', true, false],
      ['make', false, false],
    ]);
    expect(terminal.endFind).toHaveBeenCalled();
  });
});

describe('what is asked before it is done', () => {
  it.each([
    [{ about: 'paste', text: 'one\ntwo\n' } as const, 'Paste several lines?', 'Paste', 'one\ntwo'],
    [{ about: 'run', text: 'rm -r build' } as const, 'Run this again?', 'Run again', 'rm -r build'],
    [{ about: 'link', target: 'https://a.example/' } as const, 'Open this link?', 'Open link', 'https://a.example/'],
    [{ about: 'clipboard', text: 'sesame' } as const, /write to the clipboard/, 'Allow once', 'sesame'],
  ])('shows exactly that: %o', async (consent, title, agree, shown) => {
    const [onagree, onclose] = [vi.fn(), vi.fn()];
    render(ConsentDialog, { consent, onagree, onclose });
    const dialog = screen.getByRole('dialog', { hidden: true });
    expect(dialog.querySelector('h2')?.textContent).toMatch(title);
    expect(dialog.querySelector('pre')?.textContent).toBe(shown);
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel', hidden: true }));
    expect(onclose).toHaveBeenCalledOnce();
    const sure = screen.getByRole('button', { name: agree, hidden: true });
    await fireEvent.submit(sure.closest('form') as HTMLFormElement);
    expect(onagree).toHaveBeenCalledOnce();
  });

  it('says how much more there is', () => {
    const text = Array.from({ length: 12 }, (_, line) => `line ${line}`).join('\n');
    render(ConsentDialog, { consent: { about: 'paste', text }, onagree: vi.fn(), onclose: vi.fn() });
    expect(screen.getByText('and 4 more lines')).toBeTruthy();
  });
});

describe('the commands beside the terminal', () => {
  it('have a ring each that says in words how it ended, and opens what one can do', async () => {
    const { commands, run, prompt } = aShell();
    run('make', 3, 2);
    run('ls', 1, 0);
    run('sleep 9', 0);
    prompt();
    render(CommandGutter, { commands });
    const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
    expect(names[0]).toBe('Command make, exit 2');
    expect(names[1]).toMatch(/^Command ls, /);
    const first = screen.getByLabelText('Command make, exit 2');
    expect(await fireEvent.mouseDown(first)).toBe(false);
    await fireEvent.click(first);

    expect(commands.menu?.number).toBe(1);
  });

  it('have one on top whose beginning is above, which leads there', async () => {
    const { commands, run, screen: drawn } = aShell();
    run('make', 3, 0);
    drawn.viewport.top = 2;
    render(StickyCommand, { commands, command: commands.shown(1) as ShownCommand });
    const button = screen.getByRole('button', { name: /^Go to the beginning of make/ });
    await fireEvent.click(button);
    expect(drawn.scrollTo).toHaveBeenCalledOnce();
    expect(commands.chosen).toBe(1);
    await fireEvent.contextMenu(button);
    expect(commands.menu?.number).toBe(1);
  });
});
