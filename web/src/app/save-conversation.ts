import { exportedConversation } from '$api/conversations';
import { messageOf, referenceOf } from '$api/problem';
import type { SessionInfo } from '$api/types';
import { oneLine } from '$lib/text';
import type { Services } from './services';

const endings = { markdown: 'md', json: 'json' } as const;

/** Gives an agent's conversation to the browser as a file. */
export async function saveConversation(
  { client, toasts }: Pick<Services, 'client' | 'toasts'>,
  session: SessionInfo,
  format: 'markdown' | 'json',
): Promise<void> {
  try {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await exportedConversation(client, session, format));
    link.download = `${fileName(session.name)}.${endings[format]}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  } catch (error) {
    toasts.show(messageOf(error), referenceOf(error));
  }
}

/** A name that any system takes for a file. */
function fileName(name: string): string {
  const plain = oneLine(name, 100).replace(/[<>:"/\\|?*]/g, '-');
  return plain.replace(/^[. ]+|[. …]+$/g, '') || 'conversation';
}
