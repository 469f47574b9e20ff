import type { Timeline } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { Axis } from '../../src/features/terminal/playback/axis';
import { Past } from '../../src/features/terminal/playback/past';
import { Player } from '../../src/features/terminal/playback/player.svelte';
import { readPiece, Recording } from '../../src/features/terminal/playback/recording';
import { eachFrame } from '../../src/features/terminal/playback/frames';
import { position } from '../../src/features/terminal/playback/time-words';
import { Transport } from '../../src/features/terminal/playback/transport';

const start = Date.parse('2026-11-22T10:00:00Z');

describe('the axis', () => {
  it('is time as it was, until pauses are skipped', () => {
    const times = [0, 500, 60_500, 61_000];
    expect(new Axis(times, false).length).toBe(61_000);
    expect(new Axis(times, true).length).toBe(2000);
  });

  it('leads to the moment and back, also within a pause', () => {
    const axis = new Axis([0, 500, 60_500, 61_000], true);
    expect(axis.real(500)).toBe(500);
    expect(axis.real(1000)).toBe(30_500);
    expect(axis.real(1500)).toBe(60_500);
    for (const time of [0, 250, 500, 20_000, 60_500, 60_900, 61_000])
      expect(axis.real(axis.played(time))).toBeCloseTo(time);
  });

  it('has a beginning and an end', () => {
    const axis = new Axis([100, 100, 300, 300], true);
    expect(axis.real(-5)).toBe(100);
    expect(axis.real(9999)).toBe(300);
    expect(axis.played(0)).toBe(0);
    expect(new Axis([], true).length).toBe(0);
  });
});

describe('playing', () => {
  function transport() {
    const made = new Transport();
    made.measure(10_000, 0);
    return made;
  }

  it('goes on with time, as fast as one wants', () => {
    const made = transport();
    made.advance(100);
    expect(made.position).toBe(0);
    made.play();
    made.advance(100);
    made.speed = 16;
    made.advance(100);
    expect(made.position).toBe(1700);
  });

  it('stops at the end, and begins anew from there', () => {
    const made = transport();
    made.seek(9950);
    made.play();
    made.advance(100);
    expect([made.position, made.playing]).toEqual([10_000, false]);
    made.play();
    expect([made.position, made.playing]).toEqual([0, true]);
  });

  it('keeps to its ends', () => {
    const made = transport();
    made.seek(-1);
    expect(made.position).toBe(0);
    made.seek(99_999);
    expect(made.position).toBe(10_000);
    for (let step = 0; step < 9; step++) made.shift(1);
    expect(made.speed).toBe(16);
    for (let step = 0; step < 9; step++) made.shift(-1);
    expect(made.speed).toBe(0.5);
  });

  it.each([
    [0, '0:00'],
    [7_900, '0:07'],
    [754_000, '12:34'],
    [3_723_000, '1:02:03'],
  ])('%i ms is %s', (milliseconds, text) => expect(position(milliseconds)).toBe(text));
});

const output = (seq: number, at: number, text: string) =>
  JSON.stringify({ seq, epoch: 1, time: (start + at) * 1000, type: 'terminal.output', data: btoa(text) });
const end = (next: number | null) => JSON.stringify({ next });

describe('frames', () => {
  it('tell what passed between them, of a hidden page at most a quarter of a second, until their end', () => {
    let next: FrameRequestCallback | undefined;
    vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => ((next = frame), 1));
    vi.stubGlobal('cancelAnimationFrame', () => (next = undefined));
    vi.spyOn(performance, 'now').mockReturnValue(1000);
    const passed: number[] = [];
    const end = eachFrame((elapsed) => passed.push(elapsed));
    for (const now of [1016, 1032, 9000]) next?.(now);
    end();
    vi.unstubAllGlobals();

    expect(passed).toEqual([16, 16, 250]);
    expect(next).toBeUndefined();
  });
});

describe('a recording', () => {
  it('is read line by line', () => {
    const resized = { seq: 3, epoch: 1, time: 5000, type: 'terminal.resized', data: { cols: 90, rows: 20 } };
    const piece = readPiece(`${output(2, 0, 'hé')}\n${JSON.stringify(resized)}\n${end(3)}\n`);

    expect(piece.next).toBe(3);
    expect(piece.events).toEqual([
      expect.objectContaining({ seq: 2, time: start, bytes: Uint8Array.from([104, 233]) }),
      expect.objectContaining({ seq: 3, time: 5, bytes: undefined, data: { cols: 90, rows: 20 } }),
    ]);
  });

  it('is fetched ahead, once, until there is no more', async () => {
    const fetched: number[] = [];
    const recording = new Recording((after) => {
      fetched.push(after);
      return Promise.resolve(after < 3 ? `${output(after + 1, after, 'x')}\n${end(after + 1)}` : end(null));
    }, 0);
    expect(recording.starving).toBe(true);
    await Promise.all([recording.fill(), recording.fill()]);
    expect(fetched).toEqual([0]);
    while (!recording.ahead || recording.take()) {
      if (recording.ahead) continue;
      if (!recording.starving) break;
      await recording.fill();
    }

    expect(fetched).toEqual([0, 1, 2, 3]);
    expect(recording.starving).toBe(false);
  });
});

const timeline: Timeline = {
  epoch: 1,
  first: 2,
  last: 9,
  startedAt: new Date(start).toISOString(),
  endedAt: new Date(start + 62_000).toISOString(),
  points: [
    { seq: 2, time: (start + 1000) * 1000, bytes: 2 },
    { seq: 5, time: (start + 2000) * 1000, bytes: 100 },
    { seq: 9, time: (start + 61_000) * 1000, bytes: 2 },
  ],
  resizes: [{ seq: 1, time: start * 1000, cols: 80, rows: 24 }],
  commands: [
    { number: 1, seq: 2, endSeq: 5, time: (start + 1000) * 1000, command: 'ls', exitCode: 0 },
    { number: 2, seq: 9, time: (start + 61_000) * 1000, command: 'make', endSeq: null, exitCode: null },
  ],
};

describe('the past', () => {
  const past = new Past(timeline);

  it('knows where to ask for the screen of a moment', () => {
    expect(past.positionAt(start)).toBeUndefined();
    expect(past.positionAt(start + 1000)).toBe(2);
    expect(past.positionAt(start + 30_000)).toBe(5);
    expect(past.beginning).toEqual({ after: 1, cols: 80, rows: 24 });
  });

  it('knows which command it was', () => {
    expect(past.commandAt(start)).toBeUndefined();
    expect(past.commandAt(start + 30_000)?.line).toBe('ls');
    expect(past.commandAt(start + 61_500)).toMatchObject({ line: 'make', ended: false });
  });

  it('shows how busy it was', () => {
    const busy = past.activity(past.axis(false), 4);
    expect(busy[0]).toBe(1);
    expect(busy.slice(1, 3)).toEqual([0, 0]);
    expect(busy[3]).toBeGreaterThan(0);
  });
});

describe('the player', () => {
  function open() {
    const shown: string[] = [];
    const view = {
      write: (bytes: Uint8Array) => shown.push(`write ${new TextDecoder().decode(bytes)}`),
      reset: ({ cols, rows }: { cols: number; rows: number }) => shown.push(`reset ${cols}x${rows}`),
      restore: (_size: unknown, bytes: Uint8Array) => shown.push(`restore ${new TextDecoder().decode(bytes)}`),
      resize: ({ cols, rows }: { cols: number; rows: number }) => shown.push(`resize ${cols}x${rows}`),
      newProcess: () => shown.push('new process'),
    };
    const events = [
      output(2, 1000, 'two'),
      output(4, 1800, 'four'),
      output(5, 2000, 'five'),
      output(9, 61_000, 'nine'),
    ];
    const source = {
      timeline: vi.fn(() => Promise.resolve(timeline)),
      screenAt: vi.fn((seq: number) =>
        Promise.resolve({ seq, cols: 80, rows: 24, bytes: new TextEncoder().encode(`screen ${seq}`) }),
      ),
      recording: vi.fn((after: number) =>
        Promise.resolve(
          [...events.filter((line) => (JSON.parse(line) as { seq: number }).seq > after), end(null)].join('\n'),
        ),
      ),
    };
    return { player: new Player(source, view), shown, source };
  }

  it('opens at the end and stands still', async () => {
    const { player, shown } = open();
    await player.open();
    await vi.waitFor(() => expect(shown).toEqual(['restore screen 9']));

    expect(player.playing).toBe(false);
    expect(player.position).toBe(player.length);
  });

  it('plays from a command on, skipping the pause', async () => {
    const { player, shown } = open();
    await player.open(1);
    await vi.waitFor(() => expect(shown).toEqual(['restore screen 2']));
    expect(player.playing).toBe(true);
    player.tick(850);
    expect(shown.slice(1)).toEqual(['write four']);
    player.tick(200);
    player.tick(1000);

    expect(shown.slice(1)).toEqual(['write four', 'write five', 'write nine']);
    expect(player.command?.line).toBe('make');
  });

  it('takes its time when nothing is skipped', async () => {
    const { player, shown } = open();
    await player.open(1);
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    player.skipIdle = false;
    player.tick(1000);
    player.tick(30_000);

    expect(shown.slice(1)).toEqual(['write four', 'write five']);
    expect(player.time).toBe(start + 32_000);
  });

  it('seeks to any moment: the screen before it, and what came up to it', async () => {
    const { player, shown } = open();
    await player.open();
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    player.skipIdle = false;
    player.seek(1900);

    await vi.waitFor(() => expect(shown.slice(1)).toEqual(['restore screen 2', 'write four']));
  });

  it('shows nothing yet before anything was printed', async () => {
    const { player, shown } = open();
    await player.open();
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    player.seek(0);

    await vi.waitFor(() => expect(shown.slice(1)).toEqual(['reset 80x24']));
  });

  it('goes only where one let go, not everywhere one dragged', async () => {
    const { player, shown, source } = open();
    await player.open();
    await vi.waitFor(() => expect(shown).toHaveLength(1));
    player.skipIdle = false;
    source.screenAt.mockClear();
    for (const to of [50_000, 40_000, 1500, 1200]) player.seek(to);
    await vi.waitFor(() => expect(shown.at(-1)).toBe('restore screen 2'));

    expect(source.screenAt.mock.calls.map(([seq]) => seq)).toEqual([5, 2]);
  });

  it('goes from command to command', async () => {
    const { player } = open();
    await player.open();
    player.stepCommand(-1);
    expect(player.time).toBe(start + 61_000);
    player.stepCommand(-1);
    expect(player.command?.line).toBe('ls');
    player.stepCommand(-1);
    expect(player.position).toBe(0);
    player.stepCommand(1);
    expect(player.command?.line).toBe('ls');
  });

  it('says when the past can’t be had', async () => {
    const { player, source } = open();
    source.timeline.mockRejectedValueOnce(new Error('There is no session x.'));
    await player.open();
    expect(player.problem).toBe('There is no session x.');
    await player.open();
    expect(player.problem).toBeUndefined();
  });
});
