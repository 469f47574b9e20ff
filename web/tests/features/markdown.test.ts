import { expect, it } from 'vitest';
import { pathFrom, readMarkdown } from '../../src/features/editor/markdown';

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
