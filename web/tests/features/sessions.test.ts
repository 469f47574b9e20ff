import { describe, expect, it, vi } from 'vitest';
import { NewSession } from '../../src/features/sessions/new-session.svelte';
import { secondLine } from '../../src/features/sessions/second-line';
import { Sessions } from '../../src/features/sessions/sessions.svelte';
import { aSession } from '../support/sessions';

function list() {
  const gateway = {
    create: vi.fn(() => Promise.resolve(aSession({ id: 'new' }))),
    rename: vi.fn((_at: unknown, name: string) => Promise.resolve(aSession({ name, seq: 9 }))),
    end: vi.fn(() => Promise.resolve(aSession({ state: 'exited', signal: 'SIGHUP', seq: 9 }))),
    restart: vi.fn(() => Promise.resolve(aSession({ restarts: 1, seq: 9 }))),
    remove: vi.fn(() => Promise.resolve()),
  };
  return { gateway, sessions: new Sessions(gateway) };
}

describe('the list of sessions', () => {
  it('is not loaded until the server told it, even when empty', () => {
    const { sessions } = list();
    expect(sessions.loaded).toBe(false);
    sessions.replaceAll([]);
    expect(sessions.loaded).toBe(true);
  });

  it('has the living apart from the ended, the newest first', () => {
    const { sessions } = list();
    sessions.replaceAll([
      aSession({ id: 'a', createdAt: '2026-11-22T10:00:00Z' }),
      aSession({ id: 'b', createdAt: '2026-11-22T11:00:00Z', state: 'starting' }),
      aSession({ id: 'c', state: 'exited', endedAt: '2026-11-22T10:30:00Z' }),
      aSession({ id: 'd', state: 'lost', endedAt: '2026-11-22T10:40:00Z' }),
    ]);

    expect(sessions.running.map((session) => session.id)).toEqual(['b', 'a']);
    expect(sessions.ended.map((session) => session.id)).toEqual(['d', 'c']);
  });

  it('follows what changes elsewhere', () => {
    const { sessions } = list();
    sessions.replaceAll([aSession({ id: 'a' })]);
    sessions.put(aSession({ id: 'b' }));
    sessions.put(aSession({ id: 'a', state: 'exited', exitCode: 0, seq: 7 }));
    sessions.drop({ workspace: 'default', id: 'b' });

    expect(sessions.all.map((session) => [session.id, session.state])).toEqual([['a', 'exited']]);
  });

  it('forgets what a new whole list leaves out', () => {
    const { sessions } = list();
    sessions.replaceAll([aSession({ id: 'a' }), aSession({ id: 'b' })]);
    sessions.replaceAll([aSession({ id: 'b' })]);

    expect(sessions.find({ workspace: 'default', id: 'a' })).toBeUndefined();
  });

  it('never goes back to an older state', () => {
    const { sessions } = list();
    sessions.put(aSession({ state: 'exited', exitCode: 0, seq: 8 }));
    sessions.put(aSession({ state: 'running', seq: 5 }));

    expect(sessions.all[0]?.state).toBe('exited');
  });

  it('takes another epoch whatever its position', () => {
    const { sessions } = list();
    sessions.put(aSession({ state: 'running', seq: 80 }));
    sessions.put(aSession({ state: 'lost', epoch: 2, seq: 5 }));

    expect(sessions.all[0]?.state).toBe('lost');
  });

  it('shows the answer to a command without waiting for the stream', async () => {
    const { sessions } = list();
    sessions.replaceAll([aSession()]);
    await sessions.rename(aSession(), '  deploy ');
    expect(sessions.all[0]?.name).toBe('deploy');
    await sessions.remove(aSession());
    expect(sessions.all).toEqual([]);
  });
});

describe('the second line of a session', () => {
  const took = { startedAt: '2026-11-22T10:00:00Z', endedAt: '2026-11-22T10:00:42Z' };

  it.each([
    [aSession({ name: 'dev', command: ['/usr/bin/npm', 'run', 'dev'], cwd: '/home/ana/x' }), '~/x · npm run dev'],
    [aSession(), '~'],
    [aSession({ state: 'starting', name: 'n' }), 'starting · ~ · zsh'],
    [aSession({ state: 'exited', exitCode: 0, ...took }), 'exited 0'],
    [aSession({ state: 'exited', exitCode: 1, ...took }), 'exited 1 after 42 s'],
    [aSession({ state: 'exited', signal: 'SIGKILL', ...took }), 'killed by SIGKILL after 42 s'],
    [aSession({ state: 'failed', reason: 'No such\nfile.' }), 'failed · No such file.'],
  ])('says where it is or how it ended', (session, line) => {
    expect(secondLine(session, '/home/ana')).toBe(line);
  });
});

describe('a new terminal', () => {
  it('asks for nothing that was not said', async () => {
    const create = vi.fn(() => Promise.resolve(aSession()));
    await new NewSession(create, 'r1').submit();

    expect(create).toHaveBeenCalledWith({ requestId: 'r1' });
  });

  it('takes a command with its arguments, a folder and a name', async () => {
    const create = vi.fn(() => Promise.resolve(aSession()));
    const form = new NewSession(create, 'r1');
    form.command = 'npm run "my script"';
    form.folder = ' ~/x ';
    form.name = ' dev ';
    await form.submit();

    expect(create).toHaveBeenCalledWith({
      requestId: 'r1',
      command: ['npm', 'run', 'my script'],
      cwd: '~/x',
      name: 'dev',
    });
  });

  it('names what needs a shell after its command line', async () => {
    const create = vi.fn(() => Promise.resolve(aSession()));
    const form = new NewSession(create, 'r1');
    form.command = 'make | tee log';
    await form.submit();

    expect(create).toHaveBeenCalledWith({
      requestId: 'r1',
      command: ['/bin/sh', '-c', 'make | tee log'],
      name: 'make | tee log',
    });
  });

  it('shows why it failed and keeps its id, so that trying again cannot start two', async () => {
    const create = vi
      .fn()
      .mockRejectedValueOnce(new Error('The folder /nope is not there.'))
      .mockResolvedValueOnce(aSession());
    const form = new NewSession(create, 'r1');

    expect(await form.submit()).toBeUndefined();
    expect(form.error).toBe('The folder /nope is not there.');
    expect(await form.submit()).toBeDefined();
    expect(form.error).toBeUndefined();
    expect(create.mock.calls.map(([request]) => (request as { requestId: string }).requestId)).toEqual(['r1', 'r1']);
  });

  it('is asked for once, however often one presses', async () => {
    const create = vi.fn(() => Promise.resolve(aSession()));
    const form = new NewSession(create, 'r1');
    await Promise.all([form.submit(), form.submit()]);

    expect(create).toHaveBeenCalledOnce();
  });
});
