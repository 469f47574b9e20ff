import { sections } from '$api/generated/settings-texts.gen';
import { groupTitle } from '$lib/command';
import { m } from '$lib/messages';
import { describeState } from '$lib/session-state';
import type { Source } from '../features/palette/palette.svelte';
import { secondLine } from '../features/sessions/second-line';
import { fileSource } from './file-source.svelte';
import type { Services } from './services';
import { isTerminalShown } from './terminal-shown';
import { tabKey } from './tabs.svelte';

/** What the palette finds. A kind of thing to go to is one more of these. */
export function paletteSources({
  desk,
  sessions,
  keymap,
  router,
  tabs,
  phone,
  files,
}: Pick<Services, 'desk' | 'sessions' | 'keymap' | 'router' | 'tabs' | 'phone' | 'files'>): () => readonly Source[] {
  const found = fileSource(files, (path, place) => files.open(path, place));
  return () => [
    {
      id: 'sessions',
      prefix: '@',
      title: m.palette_sessions(),
      places: () =>
        [...sessions.running, ...sessions.ended].map((session) => ({
          id: `session:${tabKey(session)}`,
          title: session.name,
          detail: secondLine(session, desk.homeFolder),
          state: describeState(session),
          current: tabs.active !== undefined && tabKey(tabs.active) === tabKey(session),
          run: () => desk.open(session),
        })),
    },
    found,
    {
      id: 'commands',
      prefix: '>',
      title: m.palette_commands(),
      places: () =>
        [...keymap.commands.values()]
          .filter((command) => !command.unlisted && keymap.can(command))
          .map((command) => ({
            id: `command:${command.id}`,
            title: command.title(),
            detail: groupTitle(command.group),
            // Where there is no keyboard, the kind of a command says more.
            keys: phone.current ? undefined : keymap.hint(command.id, isTerminalShown({ router, tabs })),
            run: () => command.run(),
          })),
    },
    {
      id: 'settings',
      prefix: ',',
      title: m.palette_settings(),
      places: () =>
        sections.flatMap((section) =>
          section.settings.map(({ key, title }) => ({
            id: `setting:${key}`,
            title,
            detail: `${m.frame_settings()} · ${section.title}`,
            run: () =>
              router.go(key === 'keymap' ? { view: 'settings', page: 'keys' } : { view: 'settings', setting: key }),
          })),
        ),
    },
  ];
}
