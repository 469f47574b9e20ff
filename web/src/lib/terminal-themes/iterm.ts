import { hexOfP3, hexOfRgb, type Hex } from '../color';
import { m } from '../messages';
import { oneLine } from '../text';
import { required } from './color-text';
import { readPlist, type PlistNode } from './plist';
import { Refused, type FoundTheme } from './theme';

type Members = ReadonlyMap<string, PlistNode>;

const components = ['Red Component', 'Green Component', 'Blue Component'] as const;

/** iTerm2's `.itermcolors`: a property list of colours, each of three parts from 0 to 1. The name is the file's. */
export function readIterm(text: string): FoundTheme {
  if (text.startsWith('bplist')) throw new Refused(m.settings_read_binary());
  const root = readPlist(text);
  if (root.kind !== 'dict') throw new Refused(m.settings_read_iterm(), root.line);
  const color = (name: string) => colorOf(root.members, name);
  return {
    name: undefined,
    background: required(color('Background Color'), "'Background Color'"),
    foreground: required(color('Foreground Color'), "'Foreground Color'"),
    ansi: Array.from({ length: 16 }, (_, index) => required(color(`Ansi ${index} Color`), `'Ansi ${index} Color'`)),
    cursor: color('Cursor Color'),
    selection: color('Selection Color'),
  };
}

function colorOf(members: Members, name: string): Hex | undefined {
  const node = members.get(name);
  if (!node) return undefined;
  if (node.kind !== 'dict') throw new Refused(m.settings_read_iterm_color({ name }), node.line);
  const parts = components.map((component) => partOf(node.members, component, name, node.line));
  const [red = 0, green = 0, blue = 0] = parts;
  const space = node.members.get('Color Space');
  return space?.kind === 'text' && space.text === 'P3' ? hexOfP3([red, green, blue]) : hexOfRgb([red, green, blue]);
}

function partOf(members: Members, component: string, name: string, line: number): number {
  const node = members.get(component);
  if (!node) throw new Refused(m.settings_read_iterm_missing({ name, component }), line);
  const text = node.kind === 'text' ? node.text.trim() : '';
  const part = /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  // Rounding may leave a little more than all.
  if (!(part <= 1.001))
    throw new Refused(m.settings_read_iterm_part({ text: oneLine(text, 30), component, name }), node.line);
  return part;
}
