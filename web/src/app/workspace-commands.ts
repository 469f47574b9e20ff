import type { Command } from '$lib/command';
import { m } from '$lib/messages';
import { home, type WorkspaceQuestion } from './desk.svelte';
import type { Services } from './services';

/** A new workspace, each other one to go to, and what can be done with the one that is shown. */
export function workspaceCommands({ desk, workspaces }: Pick<Services, 'desk' | 'workspaces'>): Command[] {
  const { current } = workspaces;
  const ask = (which: WorkspaceQuestion, title: () => string): Command => ({
    id: `workspace-${which}`,
    title,
    group: 'workspaces',
    run: () => desk.askWorkspace(which),
  });
  return [
    ask('new', () => m.workspaces_new()),
    ...workspaces.open
      .filter(({ id }) => id !== workspaces.shown)
      .map(({ id, name }): Command => ({
        id: `workspace-go-${id}`,
        title: () => m.workspaces_go({ name }),
        group: 'workspaces',
        run: () => desk.goTo(id),
      })),
    ...(current
      ? [
          ask('save-preset', () => m.workspaces_preset_save()),
          ask('presets', () => m.workspaces_presets()),
          ask('rename', () => m.workspaces_rename()),
          ask('variables', () => m.workspaces_variables()),
          ask('agent-rules', () => m.agent_rules()),
          ask('worktrees', () => m.agent_worktrees()),
          ask('talks', () => m.agent_search()),
          ask('devcontainer', () => m.workspaces_devcontainer()),
        ]
      : []),
    // The home folder's is always there.
    ...(current && current.id !== home
      ? [ask('archive', () => m.workspaces_archive()), ask('remove', () => m.workspaces_remove())]
      : []),
    ...(workspaces.archived.length > 0 ? [ask('archived', () => m.workspaces_archived())] : []),
  ];
}
