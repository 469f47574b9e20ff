import type { Layout, Preset, PresetStarted } from '$api/types';
import { m } from '$lib/messages';
import { fromDocument, toDocument } from './layout/document';
import type { Services } from './services';

type Parts = Pick<Services, 'desk' | 'tabs' | 'sessions' | 'toasts' | 'sideBar' | 'workspaces'>;

/** How this window is arranged, for a preset to keep. */
export function layoutNow({ desk, tabs, sessions, sideBar }: Omit<Parts, 'toasts' | 'workspaces'>): Layout {
  return toDocument({ ...tabs.arrangement, sideBar }, desk.workspaceId, (at) => sessions.find(at)?.kind);
}

/** Shows what a preset started, arranged as it was saved; what was shown before goes on, and can be shown again. */
export function showStarted(
  { desk, tabs, sessions, toasts, workspaces }: Omit<Parts, 'sideBar'>,
  workspace: string,
  preset: Preset,
  started: PresetStarted,
): void {
  for (const session of started.sessions) sessions.put(session);
  const layout = fromDocument(started.layout, workspace);
  const before = tabs.arrangement;
  const shown = () => tabs.active && desk.open(tabs.active);
  if (layout?.root && desk.workspaceId === workspace) {
    tabs.restore(layout, workspace);
    shown();
  } else for (const session of [...started.sessions].reverse()) desk.open(session);
  const back = () => {
    // Whoever went elsewhere meanwhile asks for what this workspace showed, not for its tabs in another.
    if (!workspaces.find(workspace)) return;
    desk.goTo(workspace);
    tabs.restore(before, workspace);
    shown();
  };
  const failed = started.notStarted?.map(({ name, reason }) => m.workspaces_not_started({ name, reason })) ?? [];
  if (failed.length > 0) toasts.show(failed.join(' '));
  toasts.tell({
    tone: 'done',
    text: m.workspaces_preset_started({ name: preset.name }),
    actions: layout?.root && before.root ? [{ label: m.workspaces_preset_back(), run: back }] : undefined,
  });
}
