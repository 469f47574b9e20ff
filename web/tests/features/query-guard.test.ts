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

async function ask(answering: boolean, text: string): Promise<string[]> {
  const terminal = new Terminal({ allowProposedApi: true });
  const guard = new QueryGuard(terminal);
  guard.answer(answering);
  const answers: string[] = [];
  terminal.onData((data) => guard.lets(data) && answers.push(data));
  await new Promise<void>((resolve) => terminal.write(text, resolve));
  terminal.dispose();
  return answers;
}

describe('while the past is replayed, or another page answers', () => {
  it.each(Object.entries(questions))('%s gets no answer', async (_name, question) => {
    expect(await ask(false, question)).toEqual([]);
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

describe('when this page is the one to answer', () => {
  it.each(['device attributes', 'cursor position', 'status', 'mode, private', 'settings: rendition'] as const)(
    '%s gets one answer',
    async (name) => {
      expect(await ask(true, questions[name])).toHaveLength(1);
    },
  );
});
