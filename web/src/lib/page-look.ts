import type { Hex } from './color';

export const ansiNames = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;

/** Every colour of `tokens.css`; what isn't one (shadows, the colour scheme) follows the base. */
export const colorTokens = [
  ...(['--bg-0', '--bg-1', '--bg-2', '--bg-3', '--line', '--fg-0', '--fg-1', '--fg-2'] as const),
  ...(['--accent', '--accent-bg', '--on-accent', '--run', '--wait', '--fail', '--info', '--idle'] as const),
  ...(['--add', '--del', '--find', '--find-active'] as const),
  ...(['--terminal-fg', '--terminal-cursor', '--terminal-cursor-text', '--terminal-selection'] as const),
  ...ansiNames.map((name) => `--ansi-${name}` as const),
  ...ansiNames.map((name) => `--ansi-bright-${name}` as const),
] as const;

export type PageTokens = Readonly<Record<(typeof colorTokens)[number], Hex>>;

/** The page in the colours of a terminal theme, over one of its own. Made by `page-tokens.ts`, and kept. */
export interface PageLook {
  readonly base: 'dark' | 'light';
  readonly tokens: PageTokens;
  /** The `derivation` that made it: an older one is made again. */
  readonly derivation: number;
}

/** Counted up with every change to the tokens there are, or to how they are made. */
export const derivation = 1;

/** Whether what was kept is a look, be it an older one that has other tokens. */
export function isPageLook(value: unknown): value is PageLook {
  const look = (value ?? {}) as { [key in keyof PageLook]?: unknown };
  return (
    (look.base === 'dark' || look.base === 'light') &&
    typeof look.derivation === 'number' &&
    typeof look.tokens === 'object' &&
    look.tokens !== null &&
    Object.values(look.tokens).every((color) => typeof color === 'string' && /^#[0-9a-f]{6,8}$/.test(color))
  );
}
