import { m } from '$lib/messages';
import { randomId } from '$lib/random-id';
import type { ClientMessage, Of, SessionMessage } from './types';

export type CommandAnswer = Pick<Of<SessionMessage, 'result'>, 'ok' | 'code' | 'message'>;

interface Sent {
  readonly message: Of<ClientMessage, 'command'>;
  /** Whether it ever went out. */
  out: boolean;
  readonly answered: (answer: CommandAnswer) => void;
}

/** Commands that aren't answered yet. Each has an id under which it is applied once: one whose answer was cut off is sent again. */
export class OutgoingCommands {
  readonly #sent = new Map<string, Sent>();

  send(name: string, data: unknown, pass: (message: ClientMessage) => boolean): Promise<CommandAnswer> {
    const message = { t: 'command', id: randomId(), name, data } as const;
    return new Promise((answered) => {
      this.#sent.set(message.id, { message, answered, out: pass(message) });
    });
  }

  /**
   * Goes on over a new connection, in the order of before.
   * @param known whether this runner knows what this page sent before; one that doesn't could apply it again.
   */
  resume(known: boolean, pass: (message: ClientMessage) => boolean): void {
    for (const [id, sent] of this.#sent) {
      if (known || !sent.out) sent.out = pass(sent.message);
      else this.answered({ t: 'result', id, ok: false, code: 'page.unknown', message: m.errors_command_unknown() });
    }
  }

  answered({ id, ok, code, message }: Of<SessionMessage, 'result'>): void {
    const sent = this.#sent.get(id);
    this.#sent.delete(id);
    sent?.answered({ ok, code, message });
  }
}
