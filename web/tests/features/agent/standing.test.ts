import { describe, expect, it } from 'vitest';
import { toolFacts } from '../../../src/features/agent/contract';
import { standings } from '../../../src/features/agent/standing';
import { Ask, ToolCall } from '../../../src/features/agent/turn.svelte';

const within = (path: string) => (path.startsWith('/w/') ? path.slice(3) : undefined);
const offered = (call: unknown, why?: string) =>
  standings(
    new Ask('a', new ToolCall({}), toolFacts(call), [], why ? { decision: 'ask', why, rule: undefined } : undefined),
    within,
  ).map(({ tool, pattern }) => `${tool} ${pattern}`);
const run = (command: unknown, more = {}) => offered({ kind: 'execute', title: 'x', rawInput: { command, ...more } });

describe('the rules that an answer can be made', () => {
  it('are of the command, and of what it does', () => {
    expect(run('npm  test')).toEqual(['execute npm test', 'execute npm test *']);
    expect(run('npm test -- --watch', { description: 'Tests' })).toEqual([
      'execute npm test -- --watch',
      'execute npm test *',
    ]);
    expect(run('ls')).toEqual(['execute ls', 'execute ls *']);
  });

  it.each(['npm test; rm x', 'a && b', 'a | b', 'echo $(x)', 'echo `x`', 'a > b', 'a\nb', 'rm *', 'a\n\nb', ''])(
    'are none for %j, which may be more than one command',
    (command) => expect(run(command)).toEqual([]),
  );

  it.each(['bash x.sh', 'sudo ls', '/usr/bin/env x', 'python3 x.py', 'git -c x=y log', 'rm -r build'])(
    'are no wider than %j itself, which runs anything, or does it to anything',
    (command) => expect(run(command)).toEqual([`execute ${command}`]),
  );

  it('are of the file, of its folders, and of its sort', () => {
    expect(offered({ kind: 'edit', locations: [{ path: '/w/src/app/[a].ts' }] })).toEqual([
      'edit /src/app/\\[a].ts',
      'edit /src/app/**',
      'edit /src/**',
      'edit *.ts',
    ]);
    expect(offered({ kind: 'read', locations: [{ path: '/w/README' }] })).toEqual(['read /README']);
  });

  it('are none for what lies outside, for several files at once, and for other tools', () => {
    expect(offered({ kind: 'edit', locations: [{ path: '/etc/hosts' }] })).toEqual([]);
    expect(offered({ kind: 'edit', locations: [{ path: '/w/a' }, { path: '/w/b' }] })).toEqual([]);
    expect(offered({ kind: 'edit', locations: [{ path: '/w/a' }] }, 'outside')).toEqual([]);
    expect(offered({ kind: 'fetch', locations: [{ path: '/w/a' }] })).toEqual([]);
  });
});
