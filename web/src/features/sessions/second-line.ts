import type { SessionInfo } from '$api/types';
import { formatCommandLine } from '$lib/command-line';
import { m } from '$lib/messages';
import { describeState, isAlive } from '$lib/session-state';
import { oneLine, shortPath } from '$lib/text';
import { duration } from '$lib/time';

/** The quiet line under a session's name: where it runs and what, or how it ended. */
export function secondLine(session: SessionInfo, home: string | undefined): string {
  const { word, reason } = describeState(session);
  if (session.waiting) return oneLine(`${word} · ${session.waiting.text ?? ''}`);
  if (isAlive(session)) {
    const command = formatCommandLine(
      session.command.map((part, index) => (index === 0 ? (part.split('/').at(-1) ?? part) : part)),
    );
    // How an agent was started says nothing of what it does.
    const told = command === session.name || session.kind === 'agent';
    const runs = session.runningCommand?.command ?? (told ? '' : command);
    const parts = [
      session.state === 'starting' ? word : '',
      // Where its shell is now, as far as it tells.
      shortPath(session.folder ?? session.cwd, home),
      runs,
    ];
    return oneLine(parts.filter((part) => part !== '').join(' · '));
  }
  if (reason) return oneLine(`${word} · ${reason}`);
  if (session.startedAt && session.endedAt && (session.exitCode || session.signal))
    return m.sessions_ended_after({
      state: word,
      duration: duration(Date.parse(session.endedAt) - Date.parse(session.startedAt)),
    });
  return word;
}
