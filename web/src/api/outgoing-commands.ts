import { randomId } from '$lib/random-id';
import type { ClientMessage, Of, SessionMessage } from './types';

export type CommandAnswer = Pick<Of<SessionMessage, 'result'>, 'ok' | 'code' | 'message'>;

interface Sent {
  readonly message: Of<ClientMessage, 'command'>;
  readonly answered: (answer: CommandAnswer) => void;
}

/** Commands that aren't answered yet. Each has an id under which it is applied once: one whose answer was cut off is sent again. */
export class OutgoingCommands {
  readonly #sent = new Map<string, Sent>();

  send(name: string, data: unknown, pass: (message: ClientMessage) => void): Promise<CommandAnswer> {
    const message = { t: 'command', id: randomId(), name, data } as const;
    return new Promise((answered) => {
      this.#sent.set(message.id, { message, answered });
      pass(message);
    });
  }

  /** Goes on over a new connection, in the order of before. */
  resume(pass: (message: ClientMessage) => void): void {
    for (const { message } of this.#sent.values()) pass(message);
  }

  answered({ id, ok, code, message }: Of<SessionMessage, 'result'>): void {
    const sent = this.#sent.get(id);
    this.#sent.delete(id);
    sent?.answered({ ok, code, message });
  }
}
