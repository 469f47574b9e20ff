// @vitest-environment node
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listed, parseGuide, readGuide, sectionsOf } from '../../build/guides.ts';
import type { Block, Inline } from '../../src/features/help/guide';
import { searchGuides } from '../../src/features/help/search';

const all = listed.map(([, id]) => readGuide(id));

function linksIn(blocks: readonly Block[]): string[] {
  const of = (inlines: readonly Inline[]): string[] =>
    inlines.flatMap((inline) => {
      if (typeof inline === 'string' || inline.is === 'code' || inline.is === 'place') return [];
      return [...(inline.is === 'link' ? [inline.to] : []), ...of(inline.text)];
    });
  return blocks.flatMap((block) => {
    switch (block.is) {
      case 'heading':
      case 'paragraph':
        return of(block.text);
      case 'list':
        return block.items.flatMap(linksIn);
      case 'table':
        return [block.head, ...block.rows].flat().flatMap(of);
      case 'quote':
        return linksIn(block.blocks);
      default:
        return [];
    }
  });
}

/** Every place that an address can name in a guide. */
function placesIn(blocks: readonly Block[]): string[] {
  return [...JSON.stringify(blocks).matchAll(/"is":"(?:heading","level":\d|place"),"id":"([^"]*)"/g)].map(
    ([, id]) => id as string,
  );
}

describe('the guides', () => {
  it('are what is read in docs/, each with a title, and what changed', () => {
    expect(all.map(({ title }) => title)).not.toContain('');
    const files = readdirSync(new URL('../../../docs', import.meta.url));
    expect(listed.filter(([, id]) => id !== 'changelog' && !files.includes(`${id}.md`))).toEqual([]);
  });

  it('link only to what is there', () => {
    const places = new Map(all.map(({ id, blocks }) => [id, placesIn(blocks)]));
    const broken = all.flatMap(({ id, blocks }) =>
      linksIn(blocks).filter((to) => {
        const [, guide = '', hash] = /^\/help\/([\w-]+)(?:#(.*))?$/.exec(to) ?? [];
        if (/^https?:/.test(to)) return false;
        return !places.has(guide) || (hash !== undefined && !places.get(guide)?.includes(hash))
          ? `${id}: ${to}`
          : false;
      }),
    );
    expect(broken).toEqual([]);
  });

  it('are searched by all words of a query, headings first', () => {
    const hits = searchGuides(all.flatMap(sectionsOf), 'themes');
    expect(hits[0]?.section.title).toMatch(/themes/i);
    expect(hits.every(({ section }) => `${section.title} ${section.text}`.toLowerCase().includes('themes'))).toBe(true);
    expect(searchGuides(all.flatMap(sectionsOf), 'themes of-no-kind')).toEqual([]);
    expect(searchGuides(all.flatMap(sectionsOf), '  ')).toEqual([]);
  });
});

describe('a guide', () => {
  it('is made of what markdown says, and of no markup', () => {
    const guide = parseGuide(
      'settings',
      '# A *b* `c`\n\n<a id="x.y"></a>See [this](terminal.md#t), [that](adr/0001-x.md) and [out](https://x.test).\n\n- one\n- two\n\n```\n<b>\n```\n\n| h |\n|---|\n| 1 < 2 |\n\n## A *b* `c`\n',
    );
    expect(guide.title).toBe('A b c');
    expect(guide.blocks).toEqual([
      {
        is: 'heading',
        level: 1,
        id: 'a-b-c',
        text: ['A ', { is: 'em', text: ['b'] }, ' ', { is: 'code', text: 'c' }],
      },
      {
        is: 'paragraph',
        text: [
          { is: 'place', id: 'x.y' },
          'See ',
          { is: 'link', to: '/help/terminal#t', text: ['this'] },
          ', ',
          'that',
          ' and ',
          { is: 'link', to: 'https://x.test', text: ['out'] },
          '.',
        ],
      },
      {
        is: 'list',
        ordered: false,
        items: [[{ is: 'paragraph', text: ['one'] }], [{ is: 'paragraph', text: ['two'] }]],
      },
      { is: 'code', text: '<b>' },
      { is: 'table', head: [['h']], rows: [[['1 < 2']]] },
      {
        is: 'heading',
        level: 2,
        id: 'a-b-c-1',
        text: ['A ', { is: 'em', text: ['b'] }, ' ', { is: 'code', text: 'c' }],
      },
    ]);
  });

  it.each(['<script>alert(1)</script>', 'text <img src=x onerror=alert(1)>', '![x](javascript:alert(1))'])(
    'has no HTML: %s',
    (markdown) => {
      expect(() => parseGuide('settings', markdown)).toThrow();
    },
  );

  it('leads nowhere by a script', () => {
    expect(linksIn(parseGuide('settings', '[x](javascript:alert(1))').blocks)).toEqual([]);
  });
});
