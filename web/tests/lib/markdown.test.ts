import { expect, it } from 'vitest';
import { GrowingMarkdown, pathFrom, readMarkdown } from '$lib/markdown';

it('Markdown is read into parts of which none is markup', () => {
  const blocks = readMarkdown(
    '# A & B\n\n<script>alert(1)</script>\n\nSee [it](javascript:alert(1)), [that](../b.md) and ![x](https://e.org/x.png) ![y](y.png).\n',
    'docs/a.md',
  );
  expect(blocks).toEqual([
    { is: 'heading', level: 1, text: ['A & B'] },
    { is: 'code', text: '<script>alert(1)</script>' },
    {
      is: 'paragraph',
      text: [
        'See ',
        'it',
        ', ',
        { is: 'file', path: 'b.md', text: ['that'] },
        ' and ',
        '[x]',
        ' ',
        { is: 'image', path: 'docs/y.png', alt: 'y' },
        '.',
      ],
    },
  ]);
});

it('a relative address leads to a file of the workspace, and nowhere else', () => {
  expect(pathFrom('docs/a.md', 'b%20c.md#x')).toBe('docs/b c.md');
  expect(pathFrom('docs/a.md', '/src/x.ts')).toBe('src/x.ts');
  expect(pathFrom('a.md', '../../etc/passwd')).toBeUndefined();
  expect(pathFrom('a.md', '//e.org/x')).toBeUndefined();
  expect(pathFrom('a.md', 'data:text/html,x')).toBeUndefined();
});

it('Markdown that grows is read as if it had come at once, and what is settled stays the same', () => {
  const text = [
    '# Title\n\nSome *text* with',
    ' an end.\n\n- one\n',
    '- two\n\n- three\n\nAfter',
    ' it:\n\n```ts\nconst a = 1;\n',
    '\nconst b = 2;\n```\n\n| a | b |\n',
    '|---|---|\n| 1 | 2 |\n\nHeading\n',
    '===\n\n> quoted\n',
    '> more\n\nEnd.',
  ];
  const growing = new GrowingMarkdown('');
  let whole = '';
  let before = growing.read('');
  for (const part of text) {
    whole += part;
    const now = growing.read(whole);
    expect(now).toEqual(readMarkdown(whole, ''));
    // All but the last block are the very same.
    for (const [index, block] of before.slice(0, -1).entries())
      if (index < before.length - 2) expect(now[index]).toBe(block);
    before = now;
  }
  expect(growing.read('Another')).toEqual(readMarkdown('Another', ''));
});
