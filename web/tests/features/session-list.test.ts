import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import LossDialog from '../../src/features/sessions/LossDialog.svelte';
import SessionList from '../../src/features/sessions/SessionList.svelte';
import { Sessions } from '../../src/features/sessions/sessions.svelte';
import { aSession } from '../support/sessions';

const actions = {
  openShell: vi.fn(),
  open: vi.fn(),
  rename: vi.fn(),
  end: vi.fn(),
  restart: vi.fn(),
  playBack: vi.fn(),
  remove: vi.fn(),
  muted: () => false,
  muteItem: () => ({ id: 'mute', label: 'Mute', run: vi.fn() }),
};

function show(
  items: ReturnType<typeof aSession>[] | undefined,
  props: { problem?: string; onretry?: () => void } = {},
) {
  const sessions = new Sessions({} as ConstructorParameters<typeof Sessions>[0]);
  if (items) sessions.replaceAll(items);
  render(SessionList, {
    sessions,
    actions,
    active: { workspace: 'default', id: 'a' },
    now: Date.parse('2026-11-22T10:02:00Z'),
    home: '/home/ana',
    news: () => undefined,
    ...props,
  });
  return sessions;
}

beforeEach(() => vi.clearAllMocks());

describe('the session list', () => {
  it('is a skeleton only when loading takes a while', async () => {
    vi.useFakeTimers();
    show(undefined);
    expect(screen.queryByRole('status')).toBeNull();
    await vi.advanceTimersByTimeAsync(151);
    vi.useRealTimers();

    expect(screen.getByRole('status', { name: 'Loading sessions' })).toBeTruthy();
  });

  it('says what it is when empty, and offers the first action', async () => {
    show([]);
    expect(screen.getByText(/goes on when you close this page/)).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'New terminal' }));

    expect(actions.openShell).toHaveBeenCalled();
  });

  it('says why there is none, and offers to try again', async () => {
    const onretry = vi.fn();
    show(undefined, { problem: 'The server does not answer.', onretry });
    expect(screen.getByText('The server does not answer.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Try again' }));

    expect(onretry).toHaveBeenCalled();
  });

  it('shows each session with its state in words', () => {
    show([
      aSession({ id: 'a', name: 'one' }),
      aSession({ id: 'b', name: 'two', state: 'exited', exitCode: 2 }),
      aSession({ id: 'c', name: 'three', state: 'failed', reason: 'command not found' }),
    ]);
    const running = screen.getByRole('region', { name: 'Running' });
    const ended = screen.getByRole('region', { name: 'Ended' });

    expect(
      within(running)
        .getByRole('button', { name: /one.*2 m.*running/ })
        .getAttribute('aria-current'),
    ).toBe('true');
    expect(within(ended).getByRole('button', { name: /two.*exited 2/ })).toBeTruthy();
    expect(within(ended).getByText(/command not found/)).toBeTruthy();
  });

  it('shows a name as text, whatever it holds', () => {
    show([aSession({ name: '<img src=x onerror=alert(1)>' })]);

    expect(screen.getByText('<img src=x onerror=alert(1)>')).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  it('is walked by the arrow keys, through all groups', async () => {
    show([aSession({ id: 'a', name: 'one' }), aSession({ id: 'b', name: 'two', state: 'lost' })]);
    const [first, second] = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    first?.focus();
    await fireEvent.keyDown(first as HTMLElement, { key: 'ArrowDown' });
    expect(document.activeElement).toBe(second);
    await fireEvent.keyDown(second as HTMLElement, { key: 'ArrowUp' });
    expect(document.activeElement).toBe(first);
  });

  it('renames in place: Enter keeps, Escape does not', async () => {
    show([aSession({ id: 'a', name: 'one' })]);
    const row = () => document.querySelector('[data-row]') as HTMLElement;
    await fireEvent.keyDown(row(), { key: 'F2' });
    const field = screen.getByRole('textbox', { name: 'New name of one' });
    await fireEvent.input(field, { target: { value: 'uno' } });
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(actions.rename).toHaveBeenCalledWith(expect.objectContaining({ id: 'a' }), 'uno');

    await fireEvent.keyDown(row(), { key: 'F2' });
    const again = screen.getByRole('textbox');
    await fireEvent.input(again, { target: { value: 'dos' } });
    await fireEvent.keyDown(again, { key: 'Escape' });
    expect(actions.rename).toHaveBeenCalledTimes(1);
  });

  it('ends the living and removes the ended by Delete', async () => {
    show([aSession({ id: 'a' }), aSession({ id: 'b', state: 'exited', exitCode: 0 })]);
    const [living, ended] = [...document.querySelectorAll<HTMLElement>('[data-row]')];
    await fireEvent.keyDown(living as HTMLElement, { key: 'Delete' });
    await fireEvent.keyDown(ended as HTMLElement, { key: 'Delete' });

    expect(actions.end).toHaveBeenCalledWith(expect.objectContaining({ id: 'a' }));
    expect(actions.remove).toHaveBeenCalledWith(expect.objectContaining({ id: 'b' }));
  });

  it('follows the stream', async () => {
    const sessions = show([aSession({ id: 'a', name: 'one' })]);
    sessions.put(aSession({ id: 'b', name: 'from elsewhere' }));

    expect(await screen.findByText('from elsewhere')).toBeTruthy();
  });
});

describe('what would be lost', () => {
  it('is named before a session is ended', async () => {
    const onagree = vi.fn();
    render(LossDialog, {
      session: aSession({ name: 'deploy', command: ['./deploy', 'two words'], pid: 77 }),
      what: 'end',
      onagree,
      onclose: vi.fn(),
    });
    const dialog = screen.getByRole('dialog', { name: 'End deploy?' });
    expect(dialog.textContent).toContain("./deploy 'two words' (process 77)");
    await fireEvent.click(screen.getByRole('button', { name: 'End session' }));

    expect(onagree).toHaveBeenCalled();
  });

  it('is named before a session is removed, and Escape keeps it', async () => {
    const onclose = vi.fn();
    render(LossDialog, { session: aSession({ name: 'deploy' }), what: 'remove', onagree: vi.fn(), onclose });
    expect(screen.getByText(/can't be undone/)).toBeTruthy();
    await fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));

    expect(onclose).toHaveBeenCalled();
  });
});
