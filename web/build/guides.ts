import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { lexer, type Token, type Tokens } from 'marked';
import type { Plugin } from 'vite';
import type { Block, Guide, Inline, Section } from '../src/features/help/guide.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The guides for people, in the order in which they're listed; what is only for who works on Dispatch, or writes a client, stays in the repository. */
export const listed = [
  ...[
    'getting-started',
    'keys',
    'settings',
    'workspaces',
    'phone',
    'notifications',
    'shell-integration',
    'recordings',
    'terminal',
    'files',
    'editor',
    'agents',
    'models',
    'mcp',
  ].map((id) => ['using', id] as const),
  ...['operating', 'troubleshooting', 'errors', 'backup', 'upgrades', 'logging', 'metrics'].map(
    (id) => ['running', id] as const,
  ),
  ['news', 'changelog'] as const,
];

const fileOf = (id: string) => `${root}${id === 'changelog' ? 'CHANGELOG' : `docs/${id}`}.md`;

export function readGuide(id: string): Guide {
  return parseGuide(id, readFileSync(fileOf(id), 'utf8'));
}

/** @param markdown without any HTML but for places: `<a id="name"></a>`. */
export function parseGuide(id: string, markdown: string): Guide {
  const blocks = new Reader(id).blocks(lexer(markdown));
  const title = blocks.find((block) => block.is === 'heading' && block.level === 1);
  return { id, title: title?.is === 'heading' ? textOf(title.text) : id, blocks };
}

/** The guide's text, heading by heading. */
export function sectionsOf({ id: guide, title, blocks }: Guide): Section[] {
  const sections: { guide: string; id: string; title: string; text: string }[] = [{ guide, id: '', title, text: '' }];
  for (const block of blocks) {
    if (block.is === 'heading' && block.level > 1)
      sections.push({ guide, id: block.id, title: textOf(block.text), text: '' });
    else if (block.is !== 'heading') (sections.at(-1) as { text: string }).text += `${blockText(block)}\n`;
  }
  return sections.map((section) => ({ ...section, text: section.text.replace(/\s+/g, ' ').trim() }));
}

class Reader {
  readonly #guide: string;
  readonly #ids = new Map<string, number>();

  constructor(guide: string) {
    this.#guide = guide;
  }

  blocks(tokens: readonly Token[]): Block[] {
    return tokens.flatMap((token) => this.#block(token) ?? []);
  }

  #block(token: Token): Block | undefined {
    switch (token.type) {
      case 'space':
        return undefined;
      case 'heading': {
        const { depth, tokens } = token as Tokens.Heading;
        const text = this.#inlines(tokens);
        return { is: 'heading', level: depth, id: this.#id(textOf(text)), text };
      }
      case 'paragraph':
      case 'text':
        return { is: 'paragraph', text: this.#inlines((token as Tokens.Paragraph).tokens) };
      case 'list': {
        const { ordered, items } = token as Tokens.List;
        return { is: 'list', ordered, items: items.map((item) => this.blocks(item.tokens)) };
      }
      case 'code':
        return { is: 'code', text: (token as Tokens.Code).text };
      case 'table': {
        const { header, rows } = token as Tokens.Table;
        const cells = (all: Tokens.TableCell[]) => all.map((cell) => this.#inlines(cell.tokens));
        return { is: 'table', head: cells(header), rows: rows.map(cells) };
      }
      case 'blockquote':
        return { is: 'quote', blocks: this.blocks((token as Tokens.Blockquote).tokens) };
      case 'hr':
        return { is: 'rule' };
      default:
        throw new Error(`${this.#guide}: a guide can't show ${token.type}: ${token.raw.slice(0, 60)}`);
    }
  }

  #inlines(tokens: readonly Token[] = []): Inline[] {
    return tokens.flatMap((token): Inline | Inline[] => {
      switch (token.type) {
        case 'text':
        case 'escape': {
          const { tokens: inside, text } = token as Tokens.Text;
          return inside ? this.#inlines(inside) : text;
        }
        case 'codespan':
          return { is: 'code', text: (token as Tokens.Codespan).text };
        case 'strong':
        case 'em':
          return { is: token.type, text: this.#inlines((token as Tokens.Strong).tokens) };
        case 'br':
          return '\n';
        case 'link': {
          const { href, tokens: inside } = token as Tokens.Link;
          const text = this.#inlines(inside);
          const to = this.#target(href);
          return to === undefined ? text : { is: 'link', to, text };
        }
        case 'html': {
          const place = /^<a id="([\w.-]+)">$/.exec(token.raw)?.[1];
          if (place !== undefined) return { is: 'place', id: place };
          if (token.raw === '</a>') return [];
          throw new Error(`${this.#guide}: a guide has no HTML: ${token.raw}`);
        }
        default:
          throw new Error(`${this.#guide}: a guide can't show ${token.type}: ${token.raw}`);
      }
    });
  }

  /** Where a link leads; undefined for a file that isn't among the guides. */
  #target(href: string): string | undefined {
    if (/^https?:\/\//.test(href)) return href;
    const [, path = '', hash = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? [];
    const id = path === '' ? this.#guide : /(?:^|\/)([\w-]+)\.md$/.exec(path)?.[1]?.toLowerCase();
    const known = listed.some(([, one]) => one === id) && !path.includes('adr/');
    return known ? `/help/${id}${hash}` : undefined;
  }

  /** As GitHub makes it: links between guides name headings so. */
  #id(text: string): string {
    const id = text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const before = this.#ids.get(id) ?? 0;
    this.#ids.set(id, before + 1);
    return before === 0 ? id : `${id}-${before}`;
  }
}

function textOf(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      if (typeof inline === 'string') return inline;
      if (inline.is === 'place') return '';
      return inline.is === 'code' ? inline.text : textOf(inline.text);
    })
    .join('');
}

function blockText(block: Block): string {
  switch (block.is) {
    case 'heading':
    case 'paragraph':
      return textOf(block.text);
    case 'list':
      return block.items.flat().map(blockText).join('\n');
    case 'code':
      return block.text;
    case 'table':
      return [block.head, ...block.rows].flat().map(textOf).join('\n');
    case 'quote':
      return block.blocks.map(blockText).join('\n');
    case 'rule':
      return '';
  }
}

function versionOf(props: string): string {
  return /<VersionPrefix>(.+)<\/VersionPrefix>/.exec(props)?.[1] ?? '0';
}

/** The guides as modules: a list, each guide on its own, and all text to search in. */
export function compiledGuides(): Plugin {
  const made: Record<string, () => string> = {
    'virtual:guides': () =>
      `export const guides = [${listed
        .map(([group, id]) => {
          const { title } = readGuide(id);
          return `{ id: ${JSON.stringify(id)}, title: ${JSON.stringify(title)}, group: ${JSON.stringify(group)}, load: () => import('virtual:guides/of/${id}') }`;
        })
        .join(', ')}];`,
    'virtual:guides/sections': () =>
      `export default ${JSON.stringify(listed.flatMap(([, id]) => sectionsOf(readGuide(id))))};`,
    'virtual:version': () =>
      `export const version = ${JSON.stringify(versionOf(readFileSync(`${root}Directory.Build.props`, 'utf8')))};`,
  };
  return {
    name: 'guides',
    resolveId(id) {
      return id.startsWith('virtual:') && (id in made || id.startsWith('virtual:guides/of/')) ? `\0${id}` : undefined;
    },
    load(id) {
      if (!id.startsWith('\0virtual:')) return undefined;
      const name = id.slice(1);
      if (name in made) {
        for (const [, guide] of listed) if (existsSync(fileOf(guide))) this.addWatchFile(fileOf(guide));
        return made[name]?.();
      }
      const guide = /^virtual:guides\/of\/([\w-]+)$/.exec(name)?.[1];
      return guide && `export default ${JSON.stringify(readGuide(guide))};`;
    },
  };
}
