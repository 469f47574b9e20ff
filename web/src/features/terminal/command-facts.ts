import type { Of, SessionCommand, SessionMessage } from '$api/types';
import { m } from '$lib/messages';
import { oneLine } from '$lib/text';
import { duration } from '$lib/time';
import type { Block } from './marks';

/** What is known of a command beyond its place on the screen. */
export interface Facts {
  readonly command?: string;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  readonly durationMs?: number;
  readonly exitCode?: number;
  readonly cwd?: string;
}

export type CommandStatus = 'running' | 'ok' | 'failed' | 'unknown';

/** What the log says of commands, by number. */
export class CommandFacts {
  readonly #facts = new Map<number, Facts>();

  of(number: number): Facts {
    return this.#facts.get(number) ?? {};
  }

  /** The number of the command that an event tells of; undefined for any other event. */
  take(event: Of<SessionMessage, 'event'>): number | undefined {
    const data = (event.data ?? {}) as Record<string, unknown>;
    const number = typeof data.number === 'number' ? data.number : undefined;
    if (number === undefined) return undefined;
    if (event.type === 'terminal.command-started')
      this.#put(number, { command: text(data.command), cwd: text(data.cwd), startedAt: event.time / 1000 });
    else if (event.type === 'terminal.command-ended')
      this.#put(number, { durationMs: amount(data.durationMs), exitCode: amount(data.exitCode) });
    else return undefined;
    return number;
  }

  takeAll(commands: readonly SessionCommand[]): void {
    for (const { number, command, cwd, startedAt, durationMs, exitCode } of commands)
      this.#put(number, {
        command: text(command),
        cwd: text(cwd),
        startedAt: Date.parse(startedAt),
        durationMs: amount(durationMs),
        exitCode: amount(exitCode),
      });
  }

  #put(number: number, facts: Facts): void {
    const known = Object.entries(facts).filter(([, value]) => value !== undefined);
    this.#facts.set(number, { ...this.#facts.get(number), ...Object.fromEntries(known) });
  }
}

export function statusOf(block: Block, facts: Facts): CommandStatus {
  if (!block.end) return 'running';
  const code = block.exitCode ?? facts.exitCode;
  return code === undefined ? 'unknown' : code === 0 ? 'ok' : 'failed';
}

/** The status in words: never the colour alone. */
export function statusWord(status: CommandStatus, exitCode: number | undefined): string {
  if (status === 'running') return m.terminal_status_running();
  if (status === 'unknown') return m.terminal_status_ended();
  return status === 'ok' ? m.terminal_status_succeeded() : m.terminal_status_exit({ code: exitCode ?? '' });
}

/** `exit 1 · 18 s`, for the end of a command's line: nothing where there is nothing to tell. */
export function quietResult(
  status: CommandStatus,
  exitCode: number | undefined,
  durationMs: number | undefined,
): string {
  const parts = status === 'failed' ? [statusWord(status, exitCode)] : [];
  if (status !== 'running' && durationMs !== undefined && durationMs >= 1000) parts.push(duration(durationMs));
  return parts.join(' · ');
}

/** The command line, fit to be shown. */
export function shownLine(line: string | undefined): string {
  return oneLine(line ?? '', 300) || m.terminal_command_untold();
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
