import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { Worktree } from '$api/types';
import { Worktrees } from '../../../src/features/agent/worktrees.svelte';
import WorktreesDialog from '../../../src/features/agent/WorktreesDialog.svelte';

function aTree(name: string): Worktree {
  return {
    name,
    branch: `dispatch/${name}`,
    folder: `/data/worktrees/w/${name}`,
    base: 'main',
    ahead: 2,
    behind: 0,
    uncommitted: 0,
    files: [],
    sessions: [],
  };
}

async function show(...names: string[]) {
  const gateway = {
    all: vi.fn(() => Promise.resolve({ items: names.map(aTree) })),
    merge: vi.fn(() => Promise.resolve()),
    remove: vi.fn(() => Promise.resolve()),
  };
  render(WorktreesDialog, { worktrees: new Worktrees(gateway), name: 'project', onclose: vi.fn() });
  await screen.findByText(`dispatch/${names[0] ?? ''}`);
  return gateway;
}

const remove = (name: string) =>
  fireEvent.click(screen.getByRole('button', { name: new RegExp(`(remove|lose).*${name}`, 'i') }));

describe('the worktrees of a workspace', () => {
  it('asks of each that has work that is nowhere else before it is removed', async () => {
    const gateway = await show('one', 'two');
    await remove('one');
    await remove('two');
    expect(gateway.remove).not.toHaveBeenCalled();
    expect(screen.getAllByRole('alert')).toHaveLength(1);

    await remove('two');
    expect(gateway.remove.mock.calls).toEqual([['two', true]]);
  });
});
