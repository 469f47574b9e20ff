import type { ApiClient, SessionRef } from '$api/client';
import { SessionStream } from '$api/session-stream';
import type { PastSource } from '../features/terminal/playback/player.svelte';
import { TerminalModel } from '../features/terminal/terminal.svelte';
import { TerminalView } from '../features/terminal/terminal-view.svelte';
import type { TerminalParts } from './terminals';

/** A terminal on a session. Its code is loaded with the first pane that needs it. */
export function makeTerminal(at: SessionRef, { client, connection, options, file }: TerminalParts): TerminalView {
  const model = new TerminalModel({
    attach: (events) => new SessionStream(at, connection, events),
    look: () => client.session(at),
    commands: () => client.commands(at),
    commandOutput: (number) => client.commandOutput(at, number),
    clock: connection.clock,
  });
  return new TerminalView(model, { ...options, file: (path, cwd) => file(at, path, cwd) });
}

/** What a session did before. */
export function pastOf(at: SessionRef, client: ApiClient): PastSource {
  return {
    timeline: () => client.timeline(at),
    screenAt: (seq, signal) => client.screenAt(at, seq, signal),
    recording: (after, signal) => client.recording(at, after, signal),
  };
}
