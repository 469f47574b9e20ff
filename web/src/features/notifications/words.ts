import type { NotificationInfo } from '$api/types';
import { m } from '$lib/messages';
import { oneLine } from '$lib/text';
import { duration } from '$lib/time';

/** What happened, in one line: `make test: exit 1 after 18 s`. Programs wrote parts of it. */
export function sentence(item: NotificationInfo): string {
  const text = oneLine(item.text ?? '', 200);
  switch (item.kind) {
    case 'waiting':
      return [oneLine(item.title ?? '', 80), text].filter(Boolean).join(': ') || m.notifications_waits();
    case 'commandEnded': {
      const command = oneLine(text, 120) || m.notifications_a_command();
      const took = duration(item.durationMs ?? 0);
      if (item.exitCode === null) return m.notifications_command_ended({ command, took });
      if (item.exitCode === 0) return m.notifications_command_done({ command, took });
      return m.notifications_command_failed({ command, took, code: item.exitCode });
    }
    case 'exited':
      return item.signal
        ? m.common_state_killed({ signal: oneLine(item.signal, 20) })
        : item.exitCode === null
          ? m.common_state_ended()
          : m.common_state_exited({ code: item.exitCode });
    case 'failed':
      return text ? m.notifications_failed_why({ reason: text }) : m.notifications_failed();
    case 'lost':
      return text ? m.notifications_lost_why({ reason: text }) : m.notifications_lost();
  }
}

export type Tone = 'wait' | 'fail' | 'done';

export function toneOf({ kind, exitCode }: NotificationInfo): Tone {
  if (kind === 'waiting') return 'wait';
  return kind === 'commandEnded' && !exitCode ? 'done' : 'fail';
}
