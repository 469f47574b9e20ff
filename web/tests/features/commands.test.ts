import { describe, expect, it } from 'vitest';
import { quietResult } from '../../src/features/terminal/command-facts';
import { runnable } from '../../src/features/terminal/run-again';
import { aShell } from '../support/commands';

describe('the commands of a terminal', () => {
  it('are shown with how they ended', () => {
    const { commands, run } = aShell();
    run('make', 3, 2);
    run('sleep 9', 0);

    expect(commands.look.marks).toEqual([
      { number: 1, row: 0, room: 70 },
      { number: 2, row: 4, room: 70 },
    ]);
    expect(commands.shown(1)).toMatchObject({ status: 'failed', exitCode: 2, line: 'make' });
    expect(commands.shown(2)).toMatchObject({ status: 'running' });
  });

  it('are gone through from what one sees, and chosen', () => {
    const { commands, run, screen } = aShell();
    for (const text of ['one', 'two', 'three']) run(text, 30, 0);
    screen.viewport = { ...screen.viewport, top: 70 };
    commands.go(-1);
    expect(commands.chosen).toBe(3);
    expect(screen.scrollTo).toHaveBeenCalledWith(61);
    commands.go(-1);
    expect(commands.chosen).toBe(2);
    commands.go(1);
    expect(commands.chosen).toBe(3);
    commands.go(1);
    expect(commands.chosen).toBe(3);
  });

  it('give their output and their line', async () => {
    const { commands, run, host } = aShell();
    run('make', 3, 0);
    await commands.copyOutput(1);
    await commands.copyLine(1);

    expect(host.copy.mock.calls).toEqual([['what it printed\n'], ['make']]);
    expect(host.said.mock.calls).toEqual([['Copied 1 line.']]);
  });

  it('say why their output can’t be had', async () => {
    const { commands, run, host } = aShell();
    run('make', 3, 0);
    host.output.mockRejectedValueOnce(new Error('Its output was dropped.'));
    await commands.copyOutput(1);

    expect(host.said).toHaveBeenCalledWith('Its output was dropped.');
  });

  it('say that there is no output instead of emptying the clipboard', async () => {
    const { commands, run, host } = aShell();
    run('true', 0, 0);
    host.output.mockResolvedValueOnce('');
    await commands.copyOutput(1);

    expect(host.said).toHaveBeenCalledWith('This command printed nothing.');
    expect(host.copy).not.toHaveBeenCalled();
  });

  it('can be run again at an empty prompt', () => {
    const { commands, run, prompt, screen, host } = aShell();
    run('make', 3, 0);
    prompt();
    expect(commands.whyNotAgain(1)).toBeUndefined();
    commands.runAgain(1);

    expect(host.run).toHaveBeenCalledWith('make', true);
    screen.promptIsEmpty = false;
    screen.marks.clear();
    screen.marks.take('A');
    expect(commands.whyNotAgain(1)).toBe('The shell did not tell its command line');
  });

  it('are asked about when nobody knows whether the prompt is empty, as after a snapshot', () => {
    const { commands, run, screen, host } = aShell();
    run('make', 3, 0);
    screen.marks.take('A');
    screen.promptIsEmpty = false;
    commands.runAgain(1);

    expect(host.run).toHaveBeenCalledWith('make', false);
  });

  it('are never run into something else', () => {
    const { commands, run, prompt, screen, host } = aShell();
    run('make', 3, 0);
    expect(commands.whyNotAgain(1)).toBe('The shell does not wait for a command');
    run('sleep 9', 0);
    expect(commands.whyNotAgain(1)).toBe('Something runs');
    prompt();
    screen.promptIsEmpty = false;
    expect(commands.whyNotAgain(1)).toBe('Something is typed already');
    host.readOnly.mockReturnValue(true);
    commands.runAgain(1);

    expect(host.run).not.toHaveBeenCalled();
    expect(host.said).toHaveBeenCalledWith('Not run. The session has ended.');
  });

  it('that can’t be seen whole are not run: what runs is what is shown', () => {
    expect(runnable('make\r\n test \n')).toBe('make\n test');
    expect(runnable('echo safe\u202e ;rm -rf x')).toBeUndefined();
    expect(runnable('echo\x1b[201~x')).toBeUndefined();
    expect(runnable('  ')).toBeUndefined();
    expect(runnable(undefined)).toBeUndefined();
  });

  it.each([
    ['ok', 0, 400, ''],
    ['ok', 0, 18_000, '18 s'],
    ['failed', 1, 18_000, 'exit 1 · 18 s'],
    ['failed', 130, 10, 'exit 130'],
    ['running', undefined, undefined, ''],
    ['unknown', undefined, 2_000, '2.0 s'],
  ] as const)('%s (%s, %s ms) ends its line with %j', (status, code, time, text) => {
    expect(quietResult(status, code, time)).toBe(text);
  });
});
