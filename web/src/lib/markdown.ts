import { lexer, type Token, type Tokens } from 'marked';

/** Markdown as it is shown. Nothing of it is markup: what is HTML in it is text. */
export type MarkBlock =
  | { readonly is: 'heading'; readonly level: number; readonly text: readonly MarkInline[] }
  | { readonly is: 'paragraph'; readonly text: readonly MarkInline[] }
  | {
      readonly is: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly { readonly checked?: boolean; readonly blocks: readonly MarkBlock[] }[];
    }
  | { readonly is: 'code'; readonly text: string }
  | {
      readonly is: 'table';
      readonly head: readonly (readonly MarkInline[])[];
      readonly rows: readonly (readonly (readonly MarkInline[])[])[];
    }
  | { readonly is: 'quote'; readonly blocks: readonly MarkBlock[] }
  | { readonly is: 'rule' };

export type MarkInline =
  | string
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'strong' | 'em' | 'del'; readonly text: readonly MarkInline[] }
  /** Out of the page, or to a file of the workspace. */
  | { readonly is: 'link'; readonly to: string; readonly text: readonly MarkInline[] }
  | { readonly is: 'file'; readonly path: string; readonly text: readonly MarkInline[] }
  /** One of the workspace; one from elsewhere would tell others who reads this. */
  | { readonly is: 'image'; readonly path: string; readonly alt: string }
  | { readonly is: 'break' };

/** What an address leads to that isn't out of the page; undefined where that is nothing. */
export type PathOf = (href: string) => string | undefined;

/** @param at the path of the file that it is of, or what its addresses lead to */
export function readMarkdown(markdown: string, at: string | PathOf): MarkBlock[] {
  return blocks(lexer(markdown), pathOf(at));
}

/**
 * Markdown that is still being written: its beginning stays as it was read, and only the end is read anew, whatever its length. (A link
 * whose address is defined further down than its own block stays text.)
 */
export class GrowingMarkdown {
  readonly #pathOf: PathOf;
  /** Read for good: no more text can change these. */
  #settled: readonly MarkBlock[] = [];
  #settledText = '';

  constructor(at: string | PathOf) {
    this.#pathOf = pathOf(at);
  }

  read(text: string): readonly MarkBlock[] {
    if (!text.startsWith(this.#settledText)) {
      this.#settled = [];
      this.#settledText = '';
    }
    const tokens = lexer(text.slice(this.#settledText.length));
    // The last block goes on, and blanks after it don't end a list.
    const open = tokens.findLastIndex(({ type }) => type !== 'space');
    const closed = tokens.slice(0, Math.max(0, open));
    const end = this.#settledText.length + closed.reduce((sum, { raw }) => sum + raw.length, 0);
    const rest = blocks(tokens.slice(closed.length), this.#pathOf);
    if (closed.length > 0) {
      this.#settled = [...this.#settled, ...blocks(closed, this.#pathOf)];
      this.#settledText = text.slice(0, end);
    }
    return [...this.#settled, ...rest];
  }
}

function pathOf(at: string | PathOf): PathOf {
  return typeof at === 'string' ? (href) => pathFrom(at, href) : at;
}

function blocks(tokens: readonly Token[], at: PathOf): MarkBlock[] {
  return tokens.flatMap((token) => block(token, at) ?? []);
}

function block(token: Token, at: PathOf): MarkBlock | undefined {
  switch (token.type) {
    case 'space':
    case 'def':
      return undefined;
    case 'heading':
      return { is: 'heading', level: (token as Tokens.Heading).depth, text: inlines(token.tokens, at) };
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      return {
        is: 'list',
        ordered,
        start: Number(start) || 1,
        items: items.map((item) => ({
          ...(item.task && { checked: item.checked === true }),
          blocks: blocks(item.tokens, at),
        })),
      };
    }
    case 'code':
      return { is: 'code', text: (token as Tokens.Code).text };
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = (all: Tokens.TableCell[]) => all.map((cell) => inlines(cell.tokens, at));
      return { is: 'table', head: cells(header), rows: rows.map(cells) };
    }
    case 'blockquote':
      return { is: 'quote', blocks: blocks(token.tokens ?? [], at) };
    case 'hr':
      return { is: 'rule' };
    case 'html':
      return /^<!--/.test(token.raw) ? undefined : { is: 'code', text: token.raw.trimEnd() };
    case 'checkbox':
      return undefined;
    default:
      return { is: 'paragraph', text: 'tokens' in token ? inlines(token.tokens, at) : [token.raw] };
  }
}

function inlines(tokens: readonly Token[] = [], at: PathOf): MarkInline[] {
  return tokens.flatMap((token): MarkInline | MarkInline[] => {
    switch (token.type) {
      case 'text':
        return token.tokens ? inlines(token.tokens, at) : decoded((token as Tokens.Text).text);
      case 'escape':
        return (token as Tokens.Escape).text;
      case 'codespan':
        return { is: 'code', text: (token as Tokens.Codespan).text };
      case 'strong':
      case 'em':
      case 'del':
        return { is: token.type, text: inlines(token.tokens, at) };
      case 'br':
        return { is: 'break' };
      case 'link': {
        const { href } = token as Tokens.Link;
        const text = inlines(token.tokens, at);
        if (/^(https?:\/\/|mailto:)/i.test(href)) return { is: 'link', to: href, text };
        const path = at(href);
        return path === undefined ? text : { is: 'file', path, text };
      }
      case 'image': {
        const { href, text } = token as Tokens.Image;
        const path = at(href);
        return path === undefined ? `[${text || href}]` : { is: 'image', path, alt: text };
      }
      case 'checkbox':
        return [];
      default:
        return token.raw;
    }
  });
}

/** The common ones; others stay as they are written. */
function decoded(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: '\u00a0' };
  return text.replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole);
}

/** Where a relative address leads within the workspace; undefined for any other. */
export function pathFrom(at: string, href: string): string | undefined {
  const bare = href.replace(/[?#].*$/, '');
  if (bare === '' || /^[a-z][a-z0-9+.-]*:/i.test(bare) || bare.startsWith('//')) return undefined;
  const parts = bare.startsWith('/') ? [] : at.split('/').slice(0, -1);
  for (const raw of bare.split('/')) {
    const part = unescaped(raw);
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
