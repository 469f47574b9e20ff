import { Terminal } from '@xterm/xterm';
import { describe, expect, it } from 'vitest';
import { QueryGuard } from '../../src/features/terminal/query-guard';

/** Every way that is known to make xterm.js answer. */
const questions = {
  'device attributes': '\x1b[c',
  'device attributes, with a parameter': '\x1b[0c',
  'secondary device attributes': '\x1b[>c',
  'tertiary device attributes': '\x1b[=c',
  status: '\x1b[5n',
  'cursor position': '\x1b[6n',
  'cursor position, private': '\x1b[?6n',
  'mode, ANSI': '\x1b[4$p',
  'mode, private': '\x1b[?2004$p',
  'settings: rendition': '\x1bP$qm\x1b\\',
  'settings: margins': '\x1bP$qr\x1b\\',
  'settings: nonsense': '\x1bP$qzz\x1b\\',
  'palette colour': '\x1b]4;1;?\x07',
  'foreground colour': '\x1b]10;?\x07',
  'background colour': '\x1b]11;?\x1b\\',
  'cursor colour': '\x1b]12;?\x07',
  'several colours': '\x1b]10;?;?;?\x07',
  version: '\x1b[>q',
  'window size': '\x1b[18t',
  'terminal id': '\x1bZ',
  'focus reports': '\x1b[?1004h',
};

async function ask(text: string, live = false): Promise<string[]> {
  const terminal = new Terminal({ allowProposedApi: true });
  const guard = new QueryGuard(terminal);
  guard.live(live);
  const answers: string[] = [];
  terminal.onData((data) => guard.lets(data) && answers.push(data));
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  terminal.dispose();
  return answers;
}

describe('the program’s questions', () => {
  it.each(Object.entries(questions))('%s gets no answer while the past is replayed', async (_name, question) => {
    expect(await ask(question)).toEqual([]);
  });

  it.each(Object.entries(questions).filter(([name]) => name !== 'focus reports'))(
    '%s gets no answer from the page now either: the runner gives it',
    async (_name, question) => {
      expect(await ask(question, true)).toEqual([]);
    },
  );

  it('where the keyboard is may be reported now: that is input', async () => {
    expect(await ask(questions['focus reports'], true)).toEqual(['\x1b[O']);
  });

  it('text around a question is shown all the same', async () => {
    const terminal = new Terminal({ allowProposedApi: true });
    new QueryGuard(terminal);
    await new Promise<void>((resolve) => terminal.write('a\x1b[6nb\x1b]11;?\x07c', resolve));

    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('abc');
  });

  it('colours may still be set', async () => {
    const terminal = new Terminal({ allowProposedApi: true });
    new QueryGuard(terminal);
    let seen = '';
    terminal.parser.registerOscHandler(4, (data) => {
      seen = data;
      return false;
    });
    await new Promise<void>((resolve) => terminal.write('\x1b]4;1;#ff0000\x07', resolve));

    expect(seen).toBe('1;#ff0000');
  });
});
