import { messageOf, referenceOf, type ApiError } from '$api/problem';
import type { Me } from '$api/types';
import type { Reference } from '$lib/reference';

export type AccountState = 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';

/** Who is signed in. Signing out anywhere leads here by a 401; the address stays, so one comes back to where one was. */
export class Account {
  readonly #me: () => Promise<Me>;
  #state = $state<AccountState>('unknown');
  #name = $state('');
  #capabilities = $state.raw<readonly string[]>([]);
  #problem = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(me: () => Promise<Me>) {
    this.#me = me;
  }

  get state(): AccountState {
    return this.#state;
  }

  get name(): string {
    return this.#name;
  }

  /** @param capability as the server names it: `server.manage`. */
  may(capability: string): boolean {
    return this.#capabilities.includes(capability);
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  async load(): Promise<void> {
    try {
      const me = await this.#me();
      this.#name = me.name;
      this.#capabilities = me.capabilities;
      this.#state = 'signed-in';
    } catch (error) {
      if ((error as ApiError).status === 401) {
        this.#state = 'signed-out';
      } else {
        this.#problem = messageOf(error);
        this.#reference = referenceOf(error);
        this.#state = 'unreachable';
      }
    }
  }

  signedOut(): void {
    this.#state = 'signed-out';
  }
}
