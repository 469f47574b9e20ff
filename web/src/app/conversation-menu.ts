import type { SessionInfo } from '$api/types';
import { m } from '$lib/messages';
import type { MenuItem } from '$ui/menu';
import type { Services } from './services';

/** What can be done with an agent's conversation as a whole; nothing for another session. */
export function conversationItems(
  services: Pick<Services, 'client' | 'desk' | 'toasts'>,
  session: SessionInfo | undefined,
): readonly MenuItem[] {
  if (session?.kind !== 'agent') return [];
  const save = (format: 'markdown' | 'json') => () =>
    void import('./save-conversation').then(({ saveConversation }) => saveConversation(services, session, format));
  return [
    { id: 'export-markdown', label: m.agent_export_markdown(), apart: true, run: save('markdown') },
    { id: 'export-json', label: m.agent_export_json(), run: save('json') },
    { id: 'search-talks', label: m.agent_search(), icon: 'search', run: () => services.desk.askWorkspace('talks') },
  ];
}
