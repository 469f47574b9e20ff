import { shortPath } from '$lib/text';
import { duration, timeOfDay } from '$lib/time';
import { shownLine, statusWord } from './command-facts';
import type { ShownCommand } from './commands.svelte';

/** `exit 1 · 18 s · 14:02:11 · ~/orders`: what is known of a command, for those who want to know more. */
export function detailsOf({ status, exitCode, facts }: ShownCommand): string {
  return [
    statusWord(status, exitCode),
    facts.durationMs === undefined ? '' : duration(facts.durationMs),
    facts.startedAt === undefined ? '' : timeOfDay(facts.startedAt),
    facts.cwd === undefined ? '' : shortPath(shownLine(facts.cwd)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

export function tooltipOf(command: ShownCommand): string {
  return `${shownLine(command.line)}\n${detailsOf(command)}`;
}
