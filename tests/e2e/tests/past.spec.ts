import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../harness/test.ts';

type Run = { col: number; text: string; fg?: number };
type Screen = { cols: number; rows: number; cursor: object; lines: { runs: Run[] }[] };

/** How a shell tells that its prompt ends (OSC 133;B). */
const prompted = '\x1b]133;B';
const red = String.raw`printf '\033[31mred\033[0m\n'`;
const forty = 'seq 40; false';
const numbers = Array.from({ length: 40 }, (_, index) => `${index + 1}`);

test('what a shell ran, showed and recorded is told by commands, and an import of it shows the same @core', async ({
  dispatch,
  page,
}, info) => {
  test.slow();
  const { id } = await dispatch.api.create({ name: 'past', command: ['bash', '-i'] });
  const client = await dispatch.attach(id);
  let at = await client.see(prompted);
  for (const line of [red, forty]) {
    await client.type(`${line}\r`);
    at = await client.see(prompted, at);
  }
  const { seq: afterRed } = await client.event('terminal.command-ended');

  const print = async (...args: string[]) => (await dispatch.ok(...args)).stdout;
  const screen = (of: string, ...options: string[]) => print('screen', of, ...options);
  const told = [
    { number: 1, command: red, exitCode: 0 },
    { number: 2, command: forty, exitCode: 1 },
  ];
  expect(JSON.parse(await print('commands', id, '--json'))).toMatchObject(told);
  expect(await print('commands', id, '--output', '1')).toBe('red\n');

  const text = await screen(id);
  expect(text).toContain('\n39\n40\n');
  expect(text).not.toMatch(/^red$/m);
  const then = await screen(id, '--at', String(afterRed));
  expect(then).toMatch(/^red$/m);
  expect(then).not.toMatch(/^40$/m);
  const whole = await screen(id, '--scrollback', '100');
  expect(whole).toMatch(/^red$/m);
  expect(whole.endsWith(text)).toBe(true);

  const json = JSON.parse(await screen(id, '--format', 'json')) as Screen;
  expect([json.cols, json.rows, json.lines.length]).toEqual([80, 24, 24]);
  expect(written(json)).toBe(text);
  const colored = JSON.parse(await screen(id, '--format', 'json', '--scrollback', '100')) as Screen;
  expect(colored.lines.flatMap(({ runs }) => runs)).toContainEqual(expect.objectContaining({ text: 'red', fg: 1 }));
  const html = ['--format', 'html', '--scrollback', '100'];
  expect(await lines(page, await screen(id, ...html))).toBe(whole);
  await page.setContent(await screen(id, '--format', 'svg', '--scrollback', '100'));
  expect(await page.locator('svg text').allTextContents()).toEqual(expect.arrayContaining(['red', '1', '40']));
  const ansi = await screen(id, '--format', 'ansi');
  expect((await dispatch.run(['render', '-'], { input: ansi })).stdout).toBe(text);

  const cast = info.outputPath('past.cast');
  await dispatch.ok('export', id, '-o', cast);
  const [header, ...events] = readFileSync(cast, 'utf8').trimEnd().split('\n').map(parsed);
  expect(header).toMatchObject({ version: 3, term: { cols: 80, rows: 24 }, title: 'past' });
  expect(events.filter(([, code]) => code === 'm').map(([, , data]) => data)).toEqual([red, forty]);
  const exported = await print('export', id, '--format', 'text');
  expect(exported.match(/^(\d+|red)$/gm)).toEqual(['red', ...numbers]);
  expect(await lines(page, await print('export', id, '--format', 'html'))).toBe(exported);

  const imported = (await print('import', cast)).trim();
  expect(imported).not.toBe(id);
  expect(await screen(imported)).toBe(text);
  expect(await screen(imported, '--format', 'ansi')).toBe(ansi);
  expect(await screen(imported, ...html)).toBe(await screen(id, ...html));
  expect(JSON.parse(await print('commands', imported, '--json'))).toMatchObject(told);
});

/** A screen as JSON has it, written as text. */
function written({ lines }: Screen): string {
  const rows = lines.map(({ runs }) => runs.reduce((row, { col, text }) => row.padEnd(col) + text, '').trimEnd());
  return `${rows.join('\n').trimEnd()}\n`;
}

/** The lines of a page that shows a terminal. */
async function lines(page: Page, html: string): Promise<string> {
  await page.setContent(html);
  const text = (await page.locator('pre').textContent())!;
  return `${text.replaceAll(/ +$/gm, '').trimEnd()}\n`;
}

function parsed(line: string) {
  return JSON.parse(line) as [number, string, string];
}
