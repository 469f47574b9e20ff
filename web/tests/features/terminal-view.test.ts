import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TerminalView, type ViewOptions } from '../../src/features/terminal/terminal-view.svelte';
import { Emulator } from '../../src/features/terminal/emulator';
import type { TerminalModel } from '../../src/features/terminal/terminal.svelte';
import TerminalPane from '../../src/features/terminal/TerminalPane.svelte';
import type { PastSource } from '../../src/features/terminal/playback/player.svelte';
import { aSession } from '../support/sessions';

const bytes = (text: string) => new TextEncoder().encode(text);
const clipboard = { writeText: vi.fn(() => Promise.resolve()), readText: vi.fn(() => Promise.resolve('')) };

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  vi.stubGlobal('open', vi.fn());
  Object.defineProperty(document, 'fonts', { value: { load: () => Promise.resolve([]) }, configurable: true });
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true });
  clipboard.writeText.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

/** The view with the real terminal in it, on a model that notes what it is told. */
async function open(changes: Partial<ViewOptions> = {}) {
  const said = vi.fn();
  let emulator: Emulator | undefined;
  const model = {
    connection: 'open',
    caughtUp: true,
    kept: '',
    unknownInput: 0,
    open: vi.fn((opened: Emulator) => (emulator = opened)),
    close: vi.fn(),
    show: vi.fn(),
    hide: vi.fn(),
    fit: vi.fn(),
    retry: vi.fn(),
    type: vi.fn(),
    typeBinary: vi.fn(),
    report: vi.fn(),
    setTitle: vi.fn(),
    look: vi.fn(),
    factsOf: () => ({}),
    outputOf: () => Promise.resolve('printed'),
  };
  const view = new TerminalView(model as unknown as TerminalModel, {
    copyOnSelect: () => false,
    clipboardWrites: () => 'ask',
    shortcut: () => false,
    look: () => ({ fontSize: 13, fontFamily: '', scrollback: 1000 }),
    resized: vi.fn(),
    said,
    ...changes,
  });
  const element = document.createElement('div');
  document.body.append(element);
  const unmount = view.mount(element);
  await vi.waitFor(() => expect(emulator ?? view.failure).toBeInstanceOf(Emulator));
  const opened = emulator as unknown as Emulator;
  const print = (text: string) => new Promise<void>((printed) => opened.write(bytes(text), printed));
  const end = () => {
    unmount();
    element.remove();
  };
  return { view, model, said, emulator: opened, print, element, end };
}

describe('a terminal on the page', () => {
  it('types what one types, once for each key, and a held Control with the next one', async () => {
    const { view, model, emulator, end } = await open();
    emulator.paste('a');
    view.held.press('control');
    emulator.paste('c');
    expect(model.type.mock.calls).toEqual([['a'], ['\x03']]);
    expect(view.held.any).toBe(false);
    view.typeKey('\x1b[A');
    expect(model.type).toHaveBeenLastCalledWith('\x1b[A');
    end();
    expect(model.close).toHaveBeenCalledOnce();
  });

  it('asks before several lines are pasted into a program that takes each for Enter', async () => {
    const { view, model, print, end } = await open();
    view.paste('one\ntwo');
    expect(view.consent).toEqual({ about: 'paste', text: 'one\ntwo' });
    view.refuse();
    expect(view.consent).toBeUndefined();
    expect(model.type).not.toHaveBeenCalled();

    view.paste('one\ntwo');
    view.agree();
    expect(model.type).toHaveBeenCalledWith('one\rtwo');

    await print('\x1b[?2004h');
    view.paste('three\nfour');
    expect(view.consent).toBeUndefined();
    expect(model.type).toHaveBeenLastCalledWith('\x1b[200~three\rfour\x1b[201~');
    end();
  });

  it('takes a paste before the terminal does, and what is read from the clipboard', async () => {
    const { view, model, said, end } = await open();
    const event = Object.assign(new Event('paste', { cancelable: true }), {
      clipboardData: { getData: () => 'pasted' },
    });
    view.pasted(event as unknown as ClipboardEvent);
    expect(event.defaultPrevented).toBe(true);
    clipboard.readText.mockResolvedValueOnce('read');
    await view.pasteFromClipboard();
    expect(model.type.mock.calls).toEqual([['pasted'], ['read']]);

    clipboard.readText.mockRejectedValueOnce(new Error('not allowed'));
    await view.pasteFromClipboard();
    expect(said).toHaveBeenCalledWith(expect.stringContaining('does not let the page read the clipboard'));
    end();
  });

  it('takes nothing once the session has ended', async () => {
    const { view, model, end } = await open();
    view.setReadOnly(true);
    view.paste('late');
    expect(model.type).not.toHaveBeenCalled();
    end();
  });

  it('copies what is selected, by itself only where that is wanted', async () => {
    const { view, print, end } = await open();
    await print('one two');
    view.selectAll();
    view.selectionEnded();
    expect(clipboard.writeText).not.toHaveBeenCalled();
    await view.copySelection();
    expect(clipboard.writeText).toHaveBeenCalledWith(expect.stringMatching(/^one two/));
    end();

    const eager = await open({ copyOnSelect: () => true });
    await eager.print('three');
    eager.view.selectAll();
    eager.view.selectionEnded();
    expect(clipboard.writeText).toHaveBeenLastCalledWith(expect.stringMatching(/^three/));
    eager.end();
  });

  it('says when the browser lets nothing be copied', async () => {
    const { view, said, print, end } = await open();
    clipboard.writeText.mockRejectedValueOnce(new Error('not here'));
    await print('text');
    view.selectAll();
    await view.copySelection();
    expect(said).toHaveBeenCalledWith(expect.stringContaining('does not let the page write to the clipboard'));
    end();
  });

  it('lets a program write to the clipboard as far as one allowed it, and never in a replay', async () => {
    const osc = `\x1b]52;c;${btoa('sesame')}\x07`;
    const asked = await open();
    asked.view.show();
    await asked.print(osc);
    expect(asked.view.consent).toBeUndefined();
    asked.emulator.live(true);
    await asked.print(osc);
    expect(asked.view.consent).toEqual({ about: 'clipboard', text: 'sesame' });
    asked.view.agree();
    expect(clipboard.writeText.mock.calls).toEqual([['sesame']]);
    await asked.print('\x1b]52;c;?\x07\x1b]52;c;%%%\x07');
    expect(asked.view.consent).toBeUndefined();
    asked.end();

    const always = await open({ clipboardWrites: () => 'always' });
    always.emulator.live(true);
    await always.print(osc);
    expect(clipboard.writeText).toHaveBeenCalledTimes(2);
    always.end();

    const never = await open({ clipboardWrites: () => 'never' });
    never.view.show();
    never.emulator.live(true);
    await never.print(osc);
    expect([never.view.consent, clipboard.writeText.mock.calls.length]).toEqual([undefined, 2]);
    never.end();
  });

  it('tells the title, and a report of focus as no key of anyone', async () => {
    const { model, print, emulator, end } = await open();
    await print('\x1b]2;building\x07');
    expect(model.setTitle).toHaveBeenCalledWith('building');
    emulator.live(true);
    await print('\x1b[?1004h');
    emulator.focus();
    await vi.waitFor(() => expect(model.report).toHaveBeenCalledWith('\x1b[I'));
    expect(model.type).not.toHaveBeenCalled();
    end();
  });

  it('is drawn anew from a snapshot, with nothing of before', async () => {
    const { view, emulator, print, end } = await open();
    await print('before');
    await new Promise<void>((taken) => emulator.restore({ cols: 40, rows: 10 }, bytes('after'), taken));
    view.selectAll();
    expect(emulator.selection.trim()).toBe('after');
    emulator.reset({ cols: 60, rows: 12 });
    await print('again');
    view.selectAll();
    expect(emulator.selection.trim()).toBe('again');
    end();
  });

  it('leaves a program’s modes behind with the program', async () => {
    const { view, emulator, print, end } = await open();
    await print('\x1b[?1h\x1b[?2004h\x1b[?1049h');
    expect([view.applicationCursor, emulator.bracketedPaste]).toEqual([true, true]);
    expect(emulator.cursorKey('A')).toBe('\x1bOA');
    emulator.newProcess();
    await print('');
    expect([view.applicationCursor, emulator.bracketedPaste]).toEqual([false, false]);
    expect(emulator.cursorKey('A')).toBe('\x1b[A');
    end();
  });

  it('finds text', async () => {
    const { view, print, end } = await open();
    await print('one two\r\ntwo one\r\n');
    view.find.open();
    view.find.text = 'two';
    await vi.waitFor(() => expect(view.find.result).toMatch(/of 2$/));
    view.find.close();
    end();
  });

  it('runs a command again by pasting it, and selects what it printed', async () => {
    const { view, model, print, emulator, end } = await open();
    emulator.live(true);
    await print('\x1b]133;A\x07$ \x1b]133;B\x07make\r\n\x1b]133;C;cmdline_url=make\x07');
    await print('done\r\n\x1b]133;D;0\x07\x1b]133;A\x07$ \x1b]133;B\x07');
    view.commands.refresh();
    view.commands.runAgain(1);
    expect(model.type.mock.calls).toEqual([['make'], ['\r']]);
    view.commands.select(1);
    expect(emulator.selection.trim()).toBe('done');
    expect(view.atBottom).toBe(true);
    await print('\x1b[?1049h');
    expect(emulator.commands.viewport).toBeUndefined();
    end();
  });
});

describe('the pane of a terminal', () => {
  const past = {} as PastSource;
  const props = () => ({
    past,
    active: true,
    attended: true,
    looked: true,
    theme: 'dark',
    keys: undefined,
    onrestart: vi.fn(),
    onremove: vi.fn(),
    onclose: vi.fn(),
  });

  it('shows the bar of what has ended, and no keys for it on a phone', async () => {
    const { view, end } = await open();
    const given = props();
    render(TerminalPane, { ...given, view, session: aSession({ state: 'lost', reason: 'gone' }), keys: [] });
    expect(screen.getByRole('status').textContent).toContain('lost');
    expect(screen.queryByRole('toolbar', { name: 'Extra keys' })).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: 'Restart' }));
    expect(given.onrestart).toHaveBeenCalledOnce();
    end();
  });

  it('has the extra keys of a phone while it lives', async () => {
    const { view, model, end } = await open();
    render(TerminalPane, { ...props(), view, session: aSession(), keys: [] });
    await fireEvent.click(screen.getByRole('button', { name: 'Tab' }));
    expect(model.type).toHaveBeenCalledWith('\t');
    end();
  });

  it('says what one ought to know of it, and what can be done', async () => {
    const { view, model, end } = await open();
    const given = props();
    Object.assign(model, {
      foreignSize: { cols: 120, rows: 50 },
      refusal: 'The program does not read.',
      problem: 'It was removed.',
      dismissNotice: vi.fn(),
    });
    view.find.open();
    render(TerminalPane, { ...given, view, session: aSession() });
    expect(screen.getByText(/120 × 50, as another window has it/)).toBeTruthy();
    expect(screen.getByText(/The program does not read/)).toBeTruthy();
    expect(screen.getByText(/It was removed/)).toBeTruthy();
    expect(screen.getByLabelText('Find in this terminal')).toBeTruthy();
    await fireEvent.click(screen.getByText('Try again'));
    await fireEvent.click(screen.getByText('Close tab'));
    expect(model.retry).toHaveBeenCalledOnce();
    expect(given.onclose).toHaveBeenCalledOnce();
    end();
  });

  it('is hidden with its tab, and shown again with it', async () => {
    const { view, model, end } = await open();
    const { rerender } = render(TerminalPane, { ...props(), view, session: aSession() });
    expect(model.show).toHaveBeenCalledOnce();
    await rerender({ active: false });
    expect(model.hide).toHaveBeenCalledTimes(2);
    await rerender({ active: true, theme: 'light' });
    expect(model.show).toHaveBeenCalledTimes(2);
    end();
  });

  it('asks in a dialog', async () => {
    const { view, model, end } = await open();
    render(TerminalPane, { ...props(), view, session: aSession() });
    view.paste('one\ntwo');
    const sure = await screen.findByRole('button', { name: 'Paste', hidden: true });
    await fireEvent.submit(sure.closest('form') as HTMLFormElement);
    expect(model.type).toHaveBeenCalledWith('one\rtwo');
    end();
  });
});
