import { oneLine } from '$lib/text';
import { duration } from '$lib/time';
import type { Toasts } from '$ui/toasts.svelte';
import type { Settings } from '../features/settings/settings.svelte';
import type { EndedCommand, EndedCommands } from './ended-commands.svelte';
import type { SystemNotices } from './system-notices';

export interface CommandNewsOptions {
  readonly toasts: Toasts;
  readonly notices: SystemNotices;
  readonly settings: Settings;
  open(at: EndedCommand['at']): void;
}

/** Says that a long command ended: on the page, and outside it by permission. */
export function createCommandNews({ toasts, notices, settings, open }: CommandNewsOptions) {
  return {
    tell(news: EndedCommand): void {
      const ask = {
        label: 'Also outside this page',
        run: () => void notices.ask().then((allowed) => settings.set('notifications.system', allowed)),
      };
      const undecided = notices.permission === 'unknown' && !settings.get('notifications.system');
      toasts.tell({
        tone: failed(news) ? 'fail' : 'done',
        title: oneLine(news.session, 80),
        text: sentence(news),
        actions: [{ label: 'Show', run: () => open(news.at) }, ...(undecided ? [ask] : [])],
      });
    },
    notify(news: EndedCommand): void {
      if (!settings.get('notifications.system') || notices.permission !== 'granted') return;
      notices.show({
        title: `${oneLine(news.session, 80)}: ${result(news)}`,
        body: sentence(news),
        tag: `dispatch-${news.at.workspace}-${news.at.id}`,
        pressed: () => open(news.at),
      });
    },
  };
}

/** `make test: exit 1 after 18 s` */
export function sentence(news: EndedCommand): string {
  return `${oneLine(news.line ?? '', 120) || 'A command'}: ${result(news)} after ${duration(news.durationMs)}`;
}

export function failed({ exitCode }: EndedCommand): boolean {
  return exitCode !== undefined && exitCode !== 0;
}

function result(news: EndedCommand): string {
  if (news.exitCode === undefined) return 'ended';
  return failed(news) ? `exit ${news.exitCode}` : 'done';
}

/** As a list shows it. */
export function newsOf(ended: EndedCommands, at: EndedCommand['at']): { text: string; failed: boolean } | undefined {
  const news = ended.of(at);
  return news && { text: sentence(news), failed: failed(news) };
}
