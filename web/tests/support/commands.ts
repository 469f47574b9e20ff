import { vi } from 'vitest';
import type { CommandScreen } from '../../src/features/terminal/command-screen';
import { Commands } from '../../src/features/terminal/commands.svelte';
import { ShellMarks } from '../../src/features/terminal/marks';

/** The commands of a terminal that nobody draws: `run` is what a shell tells of one. */
export function aShell() {
  let line = 0;
  const marks = new ShellMarks(() => ({ anchor: { line, isDisposed: false, dispose() {} }, col: 0 }));
  const screen = {
    marks,
    viewport: { top: 0, rows: 24, full: false, room: () => 70 },
    rowHeight: 16,
    promptIsEmpty: true,
    scrollTo: vi.fn(),
    select: vi.fn(() => true),
  };
  const host = {
    screen: () => screen as unknown as CommandScreen,
    factsOf: () => ({}),
    output: vi.fn(() => Promise.resolve('what it printed\n')),
    copy: vi.fn(() => Promise.resolve(true)),
    run: vi.fn(),
    readOnly: vi.fn(() => false),
    focus: vi.fn(),
    said: vi.fn(),
  };
  const commands = new Commands(host);
  const run = (text: string, lines: number, code?: number) => {
    marks.take('A');
    marks.take('B');
    line++;
    marks.take(`C;cmdline_url=${encodeURIComponent(text)}`);
    line += lines;
    if (code !== undefined) marks.take(`D;${code}`);
    commands.refresh();
  };
  const prompt = () => {
    marks.take('A');
    marks.take('B');
  };
  return { commands, screen, host, run, prompt };
}
