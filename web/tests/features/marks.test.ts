import { describe, expect, it } from 'vitest';
import { lastLine, lookAt, neighbour, sameLook } from '../../src/features/terminal/command-look';
import { ShellMarks, type Anchor } from '../../src/features/terminal/marks';

/** How much of each row is free. */
const room = () => 9;

/** A terminal without a screen: a cursor that a test moves, and lines that a test takes away. */
function shell() {
  const cursor = { line: 0, col: 0, alternate: false };
  const anchors: { line: number; isDisposed: boolean; dispose(): void }[] = [];
  const here = (): { anchor: Anchor; col: number } | undefined => {
    if (cursor.alternate) return undefined;
    const anchor = {
      line: cursor.line,
      isDisposed: false,
      dispose() {
        anchor.isDisposed = true;
        anchor.line = -1;
      },
    };
    anchors.push(anchor);
    return { anchor, col: cursor.col };
  };
  const marks = new ShellMarks(here);
  const prompt = () => {
    cursor.col = 0;
    marks.take('A');
    cursor.col = 2;
    marks.take('B');
  };
  /** A prompt, a command with so many lines of output, and how it ended. */
  const run = (line: string, lines: number, code: string | undefined, n = '') => {
    prompt();
    cursor.line++;
    cursor.col = 0;
    marks.take(`C;cmdline_url=${encodeURIComponent(line)}${n}`);
    cursor.line += lines;
    if (code !== undefined) marks.take(`D;${code}${n}`);
  };
  /** The oldest lines leave the scrollback. */
  const drop = (lines: number) => {
    for (const anchor of anchors) {
      anchor.line -= lines;
      if (anchor.line < 0) anchor.dispose();
    }
    cursor.line -= lines;
  };
  return { marks, cursor, prompt, run, drop };
}

describe('the marks of a shell', () => {
  it('make commands, with their line, their place and how they ended', () => {
    const { marks, run } = shell();
    run('git pull', 3, '0');
    run("grep 'a;b' x%y", 0, '1');

    expect(
      marks.blocks.map(({ number, line, exitCode, start, output, end }) => [
        number,
        line,
        exitCode,
        start.line,
        output.line,
        end?.anchor.line,
      ]),
    ).toEqual([
      [1, 'git pull', 0, 0, 1, 4],
      [2, "grep 'a;b' x%y", 1, 4, 5, 5],
    ]);
  });

  it('tell what runs, and that the shell waits for a command', () => {
    const { marks, prompt, run } = shell();
    prompt();
    expect(marks.running).toBeUndefined();
    expect(marks.input?.col).toBe(2);

    run('sleep 20', 0, undefined);
    expect(marks.running?.line).toBe('sleep 20');
    expect(marks.input).toBeUndefined();
  });

  it('of a prompt without a command are no command', () => {
    const { marks, prompt } = shell();
    prompt();
    prompt();
    marks.take('D;130');

    expect(marks.blocks).toEqual([]);
  });

  it('that say nothing of an end end with the next prompt, nobody knows how', () => {
    const { marks, prompt, run } = shell();
    run('exec bash', 1, undefined);
    prompt();

    expect(marks.running).toBeUndefined();
    expect(marks.blocks[0]).toMatchObject({ exitCode: undefined, end: { col: 0 } });
  });

  it('are counted, from the number that a snapshot tells', () => {
    const { marks, run } = shell();
    run('old', 1, '0', ';n=41');
    run('new', 1, '0');

    expect(marks.blocks.map(({ number }) => number)).toEqual([41, 42]);
  });

  it('take a number from an end whose beginning is no longer there', () => {
    const { marks, run } = shell();
    marks.take('D;0;n=7');
    run('next', 1, '0');

    expect(marks.blocks.map(({ number }) => number)).toEqual([8]);
  });

  it('take the log’s numbers, however many were counted meanwhile', () => {
    const { marks, run } = shell();
    run('a', 1, '0');
    run('b', 1, '0');
    marks.renumber(12);
    marks.renumber(13);
    run('c', 1, '0');
    marks.renumber(14);

    expect(marks.blocks.map(({ number }) => number)).toEqual([12, 13, 14]);
  });

  it('of a snapshot that share a line are told in another order', () => {
    const { marks, cursor } = shell();
    marks.take('A');
    cursor.line++;
    for (const mark of ['D;1;n=4', 'A', 'C;n=4']) marks.take(mark);

    expect(marks.blocks).toMatchObject([{ number: 4, exitCode: 1, start: { line: 0 }, end: { col: 0 } }]);
    expect([marks.running, marks.waiting]).toEqual([undefined, true]);
  });

  it('of a snapshot say what runs although it began above', () => {
    const { marks, run } = shell();
    marks.takeSummary('command=7');
    marks.takeSummary('running=1');
    expect(marks.running).toMatchObject({ number: 7, above: true });
    expect(lookAt(marks.blocks, { top: 3, rows: 9, full: false, room }).sticky).toBe(7);
    marks.take('D;0');
    run('next', 1, '0');

    expect(marks.blocks.map(({ number, exitCode }) => [number, exitCode])).toEqual([
      [7, 0],
      [8, 0],
    ]);
  });

  it('of a full-screen program mark nothing', () => {
    const { marks, cursor, run } = shell();
    cursor.alternate = true;
    run('inner', 1, '0');

    expect(marks.blocks).toEqual([]);
  });

  it.each(['C;cmdline_url=%E0%A4%A', 'C', 'C;', 'C;n=-1', 'C;n=x;cmdline_url=', 'D', 'X', '', 'A;B;C'])(
    '%j breaks nothing',
    (data) => {
      const { marks } = shell();
      marks.take(data);
      marks.take('D;999');

      expect(marks.blocks.every(({ line, exitCode }) => line === undefined && exitCode === undefined)).toBe(true);
    },
  );

  it('go with their lines, but for what still runs', () => {
    const { marks, run, drop } = shell();
    run('old', 5, '0');
    run('make', 50, undefined);
    drop(30);

    expect(marks.blocks.map(({ line }) => line)).toEqual(['make']);
    expect(marks.running?.start.line).toBe(-1);
  });

  it('are gone after a reset', () => {
    const { marks, run } = shell();
    run('old', 5, '0');
    marks.clear();
    run('new', 1, '0');

    expect(marks.blocks.map(({ number, line }) => [number, line])).toEqual([[1, 'new']]);
  });
});

describe('what is seen of the commands', () => {
  function history() {
    const made = shell();
    made.run('first', 30, '0');
    made.run('second', 40, '1');
    made.run('third', 20, undefined);
    return made;
  }

  it('is a mark where a command begins, and its line on top while that is above', () => {
    const { marks } = history();
    // first 0–30, second 31–71, third 72–
    expect(lookAt(marks.blocks, { top: 0, rows: 20, full: false, room })).toEqual({
      marks: [{ number: 1, row: 0, room: 9 }],
      sticky: undefined,
    });
    expect(lookAt(marks.blocks, { top: 10, rows: 30, full: false, room })).toEqual({
      marks: [{ number: 2, row: 21, room: 9 }],
      sticky: 1,
    });
    expect(lookAt(marks.blocks, { top: 31, rows: 30, full: false, room })).toEqual({
      marks: [{ number: 2, row: 0, room: 9 }],
      sticky: undefined,
    });
    expect(lookAt(marks.blocks, { top: 75, rows: 30, full: false, room })).toEqual({ marks: [], sticky: 3 });
  });

  it('stays on top when its beginning was dropped, but not when it was cleared', () => {
    const { marks, drop } = history();
    drop(80);
    expect(lookAt(marks.blocks, { top: 2, rows: 20, full: true, room }).sticky).toBe(3);
    expect(lookAt(marks.blocks, { top: 2, rows: 20, full: false, room }).sticky).toBeUndefined();
  });

  it('is compared by what it shows', () => {
    const { marks } = history();
    const at = (top: number) => lookAt(marks.blocks, { top, rows: 40, full: false, room });
    expect(sameLook(at(10), at(10))).toBe(true);
    expect(sameLook(at(10), at(11))).toBe(false);
    expect(sameLook(at(0), at(10))).toBe(false);
    // As after a pane became narrower: the line now reaches to where the result of its command stands.
    const narrow = lookAt(marks.blocks, { top: 10, rows: 40, full: false, room: () => 1 });
    expect(sameLook(at(10), narrow)).toBe(false);
  });

  it('can be gone through', () => {
    const { marks } = history();
    const { blocks } = marks;
    expect(neighbour(blocks, 31, -1)?.number).toBe(1);
    expect(neighbour(blocks, 31, 1)?.number).toBe(3);
    expect(neighbour(blocks, 0, -1)).toBeUndefined();
    expect(neighbour(blocks, 100, -1)?.number).toBe(3);
  });

  it('has a last line: that before the next prompt, or the one the prompt had to share', () => {
    const { marks, run, cursor } = shell();
    run('whole lines', 3, '0');
    run('no line end', 2, undefined);
    cursor.col = 5;
    marks.take('D;0');

    expect(marks.blocks.map(lastLine)).toEqual([3, 7]);
  });
});
