import { matches } from '$lib/chord';
import type { Command } from '$lib/command';

/** Runs the command that a key belongs to. True when the page took the key. */
export function runShortcut(
  event: KeyboardEvent,
  commands: readonly Command[],
  place: { mac: boolean; terminal: boolean },
): boolean {
  if (event.type !== 'keydown' || event.isComposing) return false;
  const command = commands.find(
    ({ key, inTerminal }) => key !== undefined && (!inTerminal || place.terminal) && matches(key, event, place),
  );
  if (!command) return false;
  // The palette lists itself as not to be chosen, but its key always works.
  if (command.id !== 'palette' && command.enabled?.() === false) return false;
  // On a Mac the browser copies by itself, and knows better.
  if (command.id === 'copy' && place.mac) return true;
  event.preventDefault();
  event.stopPropagation();
  command.run();
  return true;
}

/** Whether a key goes into a field of the page, where a letter is a letter. */
export function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest('input, textarea, select, [contenteditable]');
}
