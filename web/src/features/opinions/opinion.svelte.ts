import { messageOf } from '$api/problem';

export interface OpinionGateway {
  sayOpinion(good: boolean, note: string | undefined): Promise<void>;
}

/** Characters of a note; the server refuses more. */
export const longestNote = 2000;

/** How somebody finds Dispatch: a thumb, and a note when they like to write one. */
export class Opinion {
  readonly #gateway: OpinionGateway;
  #good = $state<boolean>();
  #said = $state(false);
  #busy = $state(false);
  #problem = $state<string>();
  note = $state('');

  constructor(gateway: OpinionGateway) {
    this.#gateway = gateway;
  }

  /** Undefined until a thumb was pressed. */
  get good(): boolean | undefined {
    return this.#good;
  }

  get said(): boolean {
    return this.#said;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  choose(good: boolean): void {
    this.#good = good;
    this.#said = false;
  }

  cancel(): void {
    this.#good = this.#problem = undefined;
    this.note = '';
  }

  /** What was written stays when it can't be sent. */
  async send(): Promise<void> {
    if (this.#good === undefined || this.#busy) return;
    this.#busy = true;
    this.#problem = undefined;
    try {
      await this.#gateway.sayOpinion(this.#good, this.note.trim() || undefined);
      this.cancel();
      this.#said = true;
    } catch (error) {
      this.#problem = messageOf(error);
    }
    this.#busy = false;
  }
}
