import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { icons, logo } from '../src/ui/icons.ts';

const lucide = new URL('../../node_modules/@lucide/svelte/dist/icons/', import.meta.url);

type Shapes = readonly (readonly [tag: string, attributes: Readonly<Record<string, string>>])[];

/** What Lucide draws: its component holds the data as JSON. */
function shapesOf(name: string): Shapes {
  const component = readFileSync(fileURLToPath(new URL(`${name}.svelte`, lucide)), 'utf8');
  const data = /^const iconData = (\{.*\});$/m.exec(component)?.[1];
  if (data === undefined) throw new Error(`@lucide/svelte/icons/${name}: no icon data in its component`);
  return (JSON.parse(data) as { node: Shapes }).node;
}

function symbol(name: string, shapes: Shapes): string {
  const drawn = shapes.map(([tag, attributes]) => {
    const text = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
    return `<${tag}${text.join('')}/>`;
  });
  return `<symbol id="icon-${name}" viewBox="0 0 24 24">${drawn.join('')}</symbol>`;
}

export function sprite(): string {
  const symbols = Object.entries(icons).map(([name, drawing]) => symbol(name, shapesOf(drawing)));
  return `<svg display="none">${[...symbols, symbol('logo', [['path', { d: logo }]])].join('')}</svg>`;
}

/** Puts the icons of `src/ui/icons.ts` into each HTML page, where `Icon` points to them. */
export function iconSprite(): Plugin {
  return {
    name: 'icon-sprite',
    transformIndexHtml: withSprite,
  };
}

export function withSprite(html: string): string {
  const start = /<body(?:\s[^>]*)?>/i;
  if (!start.test(html)) throw new Error('The page has no <body>: there is no place for the icons');
  return html.replace(start, (body) => `${body}\n    ${sprite()}`);
}
