import { ApiError } from '$api/problem';
import type { SessionStreamEvents, Size } from '$api/session-stream';
import type { SessionCommand } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import type { Screen } from '../../src/features/terminal/screen';
import { TerminalModel } from '../../src/features/terminal/terminal.svelte';
import { FakeClock } from '../support/fake-clock';
import { aSession } from '../support/sessions';

function open({
  look = () => Promise.resolve(aSession()),
  commands = () => Promise.resolve<SessionCommand[]>([]),
} = {}) {
  const clock = new FakeClock();
  const calls: string[] = [];
  let connected = true;
  let kept = new Uint8Array();
  let events: SessionStreamEvents | undefined;
  const model = new TerminalModel({
    attach: (given) => {
      events = given;
      return {
        start: (size) => calls.push(`start ${size?.cols}x${size?.rows}`),
        stop: () => calls.push('stop'),
        input: (bytes) => {
          if (connected) calls.push(`input ${[...bytes].join(',')}`);
          return connected;
        },
        look: () => undefined,
        resize: (size) => calls.push(`resize ${size.cols}x${size.rows}`),
        keep: (bytes) => {
          kept = new Uint8Array([...kept, ...bytes]);
          return kept.length < 10;
        },
        get kept() {
          return kept;
        },
        discardKept: () => (kept = new Uint8Array()),
        sendKept: () => (kept = new Uint8Array()),
        tryNow: () => calls.push('try now'),
      };
    },
    look,
    commands,
    commandOutput: () => Promise.resolve(''),
    clock,
  });
  let fits: Size | undefined = { cols: 100, rows: 30 };
  const screen: Screen = {
    get fits() {
      return fits;
    },
    write: (bytes, taken) => {
      calls.push(`write ${bytes.length}`);
      taken();
    },
    reset: (size) => calls.push(`reset ${size.cols}x${size.rows}`),
    resize: (size) => calls.push(`screen ${size.cols}x${size.rows}`),
    newProcess: () => calls.push('new process'),
    restore: (size, bytes, taken) => {
      calls.push(`restore ${size.cols}x${size.rows} ${bytes.length}`);
      taken();
    },
    live: (on) => calls.push(`live ${on}`),
    commandStarted: (number) => calls.push(`command ${number}`),
    painted: (done) => {
      calls.push('painted');
      done();
    },
    colors: { foreground: '#eeeeee', background: '#101010', cursor: '#eeeeee' },
  };
  model.open(screen);
  if (!events) throw new Error('It attached nothing.');
  const happened = (type: string, data?: unknown) =>
    events?.event({ t: 'event', seq: 1, epoch: 1, time: 0, type, principal: '', data });
  return {
    model,
    events,
    clock,
    calls,
    happened,
    cut: () => (connected = false),
    paneBecomes: (size: Size | undefined) => (fits = size),
  };
}

describe('a terminal', () => {
  it('attaches with the size of its pane', () => {
    expect(open().calls).toEqual(['start 100x30']);
  });

  it('takes the size that the log says, in its place', () => {
    const { events, calls, happened, model } = open();
    events.gap({ t: 'gap', reason: 'first', epoch: 1, first: 1, cols: 80, rows: 24 });
    events.output(Uint8Array.of(1), vi.fn());
    happened('terminal.resized', { cols: 120, rows: 40 });

    expect(calls.slice(1)).toEqual(['reset 80x24', 'write 1', 'screen 120x40']);
    expect(model.foreignSize).toEqual({ cols: 120, rows: 40 });
  });

  it('has no foreign size once its own is in force', () => {
    const { happened, model } = open();
    happened('terminal.resized', { cols: 100, rows: 30 });

    expect(model.foreignSize).toBeUndefined();
  });

  it('tells a new size of its pane, and none while it is hidden', () => {
    const { model, calls, paneBecomes } = open();
    paneBecomes({ cols: 50, rows: 10 });
    model.fit();
    paneBecomes(undefined);
    model.fit();

    expect(calls.slice(1)).toEqual(['resize 50x10']);
  });

  it('begins anew when its process is another one', () => {
    const { happened, calls } = open();
    happened('session.restarted');

    expect(calls).toContain('new process');
  });

  it('shows a title of one clean line', () => {
    const { model } = open();
    model.setTitle('vim\x07\n‮x');

    expect(model.title).toBe('vim x');
  });
});

describe('what the terminal says by itself', () => {
  it('is let through only once the past is over, and until the connection is lost', () => {
    const { events, calls } = open();
    events.live();
    events.state('waiting');

    expect(calls.slice(1)).toEqual(['live true', 'live false']);
  });

  it('is sent, and never taken for typing', () => {
    const { model, calls, cut } = open();
    model.report('\x1b[O');
    expect(calls.at(-1)).toBe('input 27,91,79');

    cut();
    model.report('\x1b[O');
    expect(model.kept).toBe('');
  });
});

describe('a snapshot', () => {
  const snapshot = { t: 'snapshot', reason: 'first', epoch: 1, seq: 9, cols: 90, rows: 20, bytes: 3 } as const;

  it('takes the place of everything, in its own size, and opens the window once it is parsed', () => {
    const { events, calls, model } = open();
    const taken = vi.fn();
    events.snapshot(snapshot, Uint8Array.of(1, 2, 3), taken);

    expect(calls.slice(1)).toEqual(['restore 90x20 3', 'painted']);
    expect(taken).toHaveBeenCalledOnce();
    expect(model.foreignSize).toEqual({ cols: 90, rows: 20 });
  });

  it('leaves a measure of how long one waited for it', () => {
    const { events } = open();
    performance.clearMeasures();
    events.state('open');
    events.snapshot(snapshot, Uint8Array.of(1, 2, 3), vi.fn());

    expect(performance.getEntriesByName('dispatch.attach-to-paint')).toHaveLength(1);
  });

  it('asks for what was known of the commands on it', async () => {
    const ran = {
      number: 4,
      command: 'make',
      cwd: null,
      startedAt: '2026-11-22T10:00:00Z',
      durationMs: 1500,
      exitCode: 2,
    };
    const { events, model } = open({
      commands: () => Promise.resolve([{ ...ran, outputBytes: 10, firstSeq: 2, lastSeq: 3, running: false }]),
    });
    events.snapshot(snapshot, Uint8Array.of(1, 2, 3), vi.fn());

    await vi.waitFor(() => expect(model.factsOf(4)).toMatchObject({ command: 'make', durationMs: 1500, exitCode: 2 }));
  });
});

describe('commands', () => {
  it('are known from the log: when they began, how they ended', () => {
    const { happened, model, calls } = open();
    happened('terminal.command-started', { number: 3, command: 'sleep 20', cwd: '/tmp' });
    happened('terminal.command-ended', { number: 3, exitCode: 0, durationMs: 20_000, outputBytes: 0 });

    expect(calls).toContain('command 3');
    expect(model.factsOf(3)).toEqual({
      command: 'sleep 20',
      cwd: '/tmp',
      startedAt: 0,
      exitCode: 0,
      durationMs: 20_000,
    });
  });
});

describe('typing', () => {
  it('is sent as UTF-8', () => {
    const { model, calls } = open();
    model.type('é');

    expect(calls.at(-1)).toBe('input 195,169');
  });

  it('of old mouse reports is sent byte by byte', () => {
    const { model, calls } = open();
    model.typeBinary('\x1b[M\xff');

    expect(calls.at(-1)).toBe('input 27,91,77,255');
  });

  it('while disconnected is kept and shown, until it was sent or is thrown away', () => {
    const { model, cut } = open();
    cut();
    model.type('l');
    model.type('s\r');
    expect(model.kept).toBe('ls\r');

    model.sendKept();
    expect(model.kept).toBe('');
    model.type('x');
    model.discardKept();
    expect(model.kept).toBe('');
  });

  it('while disconnected is refused in words when more waits than a person types blindly', () => {
    const { model, cut } = open();
    cut();
    model.type('0123456789');
    expect(model.refusal).toMatch(/not taken/);
  });

  it('by the mouse is never kept: it would say something else later', () => {
    const { model, cut } = open();
    cut();
    model.typeBinary('\x1b[M !!');
    expect(model.kept).toBe('');
  });

  it('waits with the time of the next try, and can try at once', () => {
    const { model, events, calls } = open();
    events.waiting(5_000);
    expect(model.retryAt).toBe(5_000);
    model.tryNow();
    expect(calls.at(-1)).toBe('try now');
  });

  it('that was on its way when the connection broke is said to be unknown until the next key', () => {
    const { model, events } = open();
    events.unknownInput(3);
    expect(model.unknownInput).toBe(3);

    model.type('y');
    expect(model.unknownInput).toBe(0);
  });
});

describe('out of sight', () => {
  it('stays attached for five minutes, then detaches, and resumes when shown', () => {
    const { model, clock, calls } = open();
    model.hide();
    clock.pass(299_000);
    expect(calls).not.toContain('stop');
    clock.pass(1000);
    expect(calls).toContain('stop');

    model.show();
    expect(calls.filter((call) => call.startsWith('start'))).toHaveLength(2);
  });

  it('for a moment changes nothing', () => {
    const { model, clock, calls } = open();
    model.hide();
    model.show();
    clock.pass(600_000);

    expect(calls).toEqual(['start 100x30']);
  });
});

describe('a session that is not there', () => {
  it('is said, and not tried again for ever', async () => {
    const { model, events, calls } = open({
      look: () => Promise.reject(new ApiError(404, 'session.not-found', 'There is no session abc.')),
    });
    events.refused();
    await vi.waitFor(() => expect(model.problem).toBe('There is no session abc.'));

    expect(calls).toContain('stop');
  });

  it('is not what an unreachable server means', async () => {
    const { model, events } = open({ look: () => Promise.reject(ApiError.unreachable()) });
    events.refused();
    await Promise.resolve();

    expect(model.problem).toBeUndefined();
  });

  it('may be tried again by hand', () => {
    const { model, events, calls } = open();
    events.fault({ t: 'error', code: 'attach.refused', message: 'Not now.', fatal: true });
    expect(model.problem).toBe('Not now.');
    model.retry();

    expect(model.problem).toBeUndefined();
    expect(calls.at(-1)).toBe('start 100x30');
  });

  it('is not what a refused input means, which is said until dismissed', () => {
    const { model, events } = open();
    events.fault({ t: 'error', code: 'input.refused', message: 'This input was dropped.', fatal: false });
    expect(model.problem).toBeUndefined();
    expect(model.refusal).toBe('This input was dropped.');
    model.dismissNotice();

    expect(model.refusal).toBeUndefined();
  });

  it('is not what being too slow means', () => {
    const { model, events } = open();
    events.fault({ t: 'error', code: 'attach.unread', message: 'Read them, then attach again.', fatal: true });

    expect(model.problem).toBeUndefined();
  });
});
