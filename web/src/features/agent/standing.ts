import type { Ask } from './turn.svelte';

/** A rule that would have answered a question, to be chosen from. */
export interface Standing {
  readonly tool: string;
  readonly pattern: string;
}

// What Dispatch asks of its own accord is called by the command itself; what an agent asks may be called anything.
const own = 'dispatch:';
// As the runner has it: a rule that allows is of one command alone.
const meta = /[;&|`$()<>{}\\\p{Cc}*]/u;
// What runs whatever it is given: as a rule it would stand for anything.
const runners =
  /^(?:.*\/)?(?:sh|bash|zsh|dash|fish|sudo|doas|su|env|xargs|eval|exec|command|time|nohup|nice|ssh|find|awk|sed|npx|bunx|node|deno|bun|python[\d.]*|perl|ruby|php|docker|make)$/;

/** The rules that a question's answer can be made, the narrowest first. None for what no rule could be sure of. */
export function standings({ id, tool, verdict }: Ask, within: (path: string) => string | undefined): Standing[] {
  if (verdict?.why === 'outside' || verdict?.why === 'plan' || verdict?.rule) return [];
  if (tool.kind === 'execute') return ofCommand(tool.input || (id.startsWith(own) ? tool.title : ''));
  if (!['read', 'edit', 'delete', 'move', 'search'].includes(tool.kind)) return [];
  const named = [
    ...tool.places.map(({ path }) => path),
    ...tool.content.flatMap((part) => (part.is === 'diff' ? [part.path] : [])),
  ];
  const paths = [...new Set(named.map(within))];
  const [path, ...others] = paths;
  if (path === undefined || path === '' || others.length > 0) return [];
  const of = (pattern: string) => ({ tool: tool.kind, pattern });
  const folders = path.split('/').slice(0, -1);
  const ending = /[^/]\.(\w+)$/.exec(path)?.[1];
  return [
    of(`/${escaped(path)}`),
    ...(folders.length > 0 ? [of(`/${escaped(folders.join('/'))}/**`)] : []),
    ...(folders.length > 1 ? [of(`/${escaped(folders[0] ?? '')}/**`)] : []),
    ...(ending ? [of(`*.${ending}`)] : []),
  ];
}

function ofCommand(said: string): Standing[] {
  // Behind an empty line comes what else the agent gave.
  const [command = '', more = '{'] = said.split(/\n\n/, 2);
  const text = command.trim().replace(/ +/g, ' ');
  if (text === '' || text.length > 400 || meta.test(text) || !more.startsWith('{')) return [];
  const words = text.split(' ');
  const [program = '', action = ''] = words;
  const wide = runners.test(program) || /^[-.~/"']/.test(action) ? [] : [`${program} ${action}`.trim() + ' *'];
  return [text, ...wide].map((pattern) => ({ tool: 'execute', pattern }));
}

function escaped(path: string): string {
  return path.replace(/[\\*?[]/g, '\\$&');
}
