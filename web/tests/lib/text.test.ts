import { count, oneLine, quotable, quoted, shortPath } from '$lib/text';
import { ago, duration, since } from '$lib/time';
import { backoff } from '$lib/backoff';
import { marked, rank, ranked } from '$lib/rank';
import { formatCommandLine, parseCommandLine } from '$lib/command-line';
import { describeState } from '$lib/session-state';
import { randomId } from '$lib/random-id';
import { describe, expect, it } from 'vitest';

describe('text from a program', () => {
  it('becomes one line without control characters', () => {
    expect(oneLine('a\r\nb\x1b[31mc\u0000')).toBe('a b [31mc');
  });

  it('cannot turn its direction around or hide a part of itself', () => {
    expect(oneLine('safe\u202egpj.exe\u200b')).toBe('safe gpj.exe');
  });

  it('is code between the backticks of a message, whatever backticks it has itself', () => {
    expect(quoted(`This ends \`${quotable('echo `date`')}\` and more.`)).toEqual([
      { text: 'This ends ', code: false },
      { text: 'echo `date`', code: true },
      { text: ' and more.', code: false },
    ]);
  });

  it('is cut where it is too long', () => {
    expect(oneLine('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`);
  });
});

describe('times', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');

  it.each([
    ['2026-11-22T11:59:30Z', 'now'],
    ['2026-11-22T12:00:05Z', 'now'],
    ['2026-11-22T11:58:00Z', '2 m'],
    ['2026-11-22T08:00:00Z', '4 h'],
    ['2026-11-19T12:00:00Z', '3 d'],
  ])('%s is %s', (then, said) => {
    expect(ago(then, now)).toBe(said);
  });

  it('are said in words where there is room', () => {
    expect(since(now - 59_000, now)).toBeUndefined();
    expect([120_000, 7_200_000, 86_400_000].map((elapsed) => since(now - elapsed, now))).toEqual([
      '2 min. ago',
      '2 hr. ago',
      'yesterday',
    ]);
  });

  it.each([
    [-5, '0 ms'],
    [12, '12 ms'],
    [95, '0.1 s'],
    [430, '0.4 s'],
    [9_990, '10 s'],
    [42_000, '42 s'],
    [59_800, '1 m'],
    [185_000, '3 m 5 s'],
    [7_800_000, '2 h 10 m'],
    [90_000_000, '1 d 1 h'],
  ])('%d milliseconds are %s', (milliseconds, said) => {
    expect(duration(milliseconds)).toBe(said);
  });
});

describe('a wait before trying again', () => {
  it('grows and is spread over its whole range', () => {
    expect([0, 1, 5, 6, 40].map((attempt) => backoff(attempt, 0.999_999))).toEqual([250, 500, 8000, 10_000, 10_000]);
    expect(backoff(6, 0.25)).toBe(2500);
  });

  it('is never nothing', () => {
    expect(backoff(0, 0)).toBe(50);
  });
});

describe('a state in words', () => {
  it.each([
    [{ state: 'starting' as const }, 'starting', 'info'],
    [{ state: 'running' as const }, 'running', 'run'],
    [{ state: 'exited' as const, exitCode: 0 }, 'exited 0', 'idle'],
    [{ state: 'exited' as const, exitCode: 3 }, 'exited 3', 'fail'],
    [{ state: 'exited' as const }, 'ended', 'idle'],
    [{ state: 'exited' as const, signal: 'SIGKILL' }, 'killed by SIGKILL', 'fail'],
    [{ state: 'exited' as const, signal: 'SIGTERM', kind: 'agent' }, 'ended', 'idle'],
    [{ state: 'exited' as const, signal: 'SIGKILL', kind: 'agent' }, 'killed by SIGKILL', 'fail'],
    [{ state: 'failed' as const, reason: 'no such file' }, 'failed', 'fail'],
    [{ state: 'lost' as const }, 'lost', 'fail'],
  ])('%o is “%s”', (session, word, tone) => {
    expect(describeState(session)).toMatchObject({ word, tone });
  });

  it('says why where there is a why', () => {
    expect(describeState({ state: 'failed', reason: 'no such file' }).reason).toBe('no such file');
  });
});

describe('a command line', () => {
  it.each([
    ['', []],
    ['npm run dev', ['npm', 'run', 'dev']],
    [String.raw`grep "a b" 'c d' e\ f`, ['grep', 'a b', 'c d', 'e f']],
    ["echo '' x", ['echo', '', 'x']],
    [String.raw`say "it\"s \d"`, ['say', String.raw`it"s \d`]],
  ])('%s is a program and its arguments', (line, command) => {
    expect(parseCommandLine(line)).toEqual(command);
  });

  it.each(['a | b', 'echo $HOME', 'ls *.txt', 'a && b', 'x=1 y', 'cat <f', '(a)', "it's open"])(
    '%s is given to a shell as it is',
    (line) => {
      expect(parseCommandLine(line)).toEqual(['/bin/sh', '-c', line]);
    },
  );

  it.each([[['npm', 'run', 'dev']], [['echo', "it's", 'a b', '']], [['/bin/sh', '-c', 'a | b']]])(
    'is shown as it could have been typed',
    (command) => {
      expect(parseCommandLine(formatCommandLine(command))).toEqual(command);
    },
  );
});

describe('finding by a few letters', () => {
  const titles = ['Show or hide the session list', 'New terminal', 'Settings', 'deploy staging', 'dev server'];

  const found = (query: string) => ranked(query, titles, (title) => title).map(({ item }) => item);

  it('puts what starts with them first', () => {
    expect(found('de').slice(0, 2)).toEqual(['dev server', 'deploy staging']);
  });

  it('takes the first letters of words', () => {
    expect(found('nt')[0]).toBe('New terminal');
    expect(found('ds').slice(0, 2)).toContain('dev server');
  });

  it('leaves out what has not all of them', () => {
    expect(rank('xyz', 'Settings')).toBeUndefined();
    expect(found('zzz')).toEqual([]);
  });

  it('keeps the order when nothing is asked for', () => {
    expect(found('')).toEqual(titles);
  });

  it('tells where they are, to mark them', () => {
    expect(rank('nt', 'New terminal')?.at).toEqual([0, 4]);
    expect(marked('New terminal', [0, 4, 5])).toEqual([
      { text: 'N', fits: true },
      { text: 'ew ', fits: false },
      { text: 'te', fits: true },
      { text: 'rminal', fits: false },
    ]);
    // Its small letter is two: nothing is marked rather than something else.
    expect(rank('st', 'İst')?.at).toEqual([]);
  });
});

it('a folder below the home folder is told from there', () => {
  expect(shortPath('/home/ana/x', '/home/ana')).toBe('~/x');
  expect(shortPath('/home/ana', '/home/ana')).toBe('~');
  expect(shortPath('/home/anabel', '/home/ana')).toBe('/home/anabel');
  expect(shortPath('/x', '/')).toBe('/x');
});

it('one is not many', () => {
  expect([count(1, 'session'), count(2, 'session'), count(0, 'entry', 'entries')]).toEqual([
    '1 session',
    '2 sessions',
    '0 entries',
  ]);
});

it('ids are long and differ', () => {
  expect(randomId()).toMatch(/^[0-9a-f]{32}$/);
  expect(randomId()).not.toBe(randomId());
});
