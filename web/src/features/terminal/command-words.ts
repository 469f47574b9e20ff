import { shortPath } from '$lib/text';
import { duration } from '$lib/time';
import { shownLine, statusWord } from './command-facts';
import type { ShownCommand } from './commands.svelte';

/** `exit 1 · 18 s · 14:02:11 · ~/orders`: what is known of a command, for those who want to know more. */
export function detailsOf({ status, exitCode, facts }: ShownCommand): string {
  return [
    statusWord(status, exitCode),
    facts.durationMs === undefined ? '' : duration(facts.durationMs),
    facts.startedAt === undefined ? '' : clockTime(facts.startedAt),
    facts.cwd === undefined ? '' : shortPath(shownLine(facts.cwd)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function tooltipOf(command: ShownCommand): string {
  return `${shownLine(command.line)}\n${detailsOf(command)}`;
}

/** `14:02:11` */
export function clockTime(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hour12: false,
  });
}
