import { messageOf, referenceOf } from '$api/problem';
import type { Me } from '$api/types';
import { m } from '$lib/messages';
import type { Reference } from '$lib/reference';

export interface SignInGateway {
  signIn(key: string): Promise<Me>;
  signInWithLink(token: string): Promise<Me>;
}

/** Signing in by access key, or by the one-time link that `dispatch start` prints. */
export class SignIn {
  readonly #gateway: SignInGateway;
  readonly #signedIn: (me: Me) => void;
  #busy = $state(false);
  #error = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(gateway: SignInGateway, signedIn: (me: Me) => void) {
    this.#gateway = gateway;
    this.#signedIn = signedIn;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get error(): string | undefined {
    return this.#error;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  withKey(key: string): Promise<void> {
    const trimmed = key.trim();
    if (trimmed === '') {
      this.#reference = undefined;
      this.#error = m.frame_sign_in_key_missing();
      return Promise.resolve();
    }
    return this.#try(() => this.#gateway.signIn(trimmed));
  }

  withLink(token: string): Promise<void> {
    return this.#try(() => this.#gateway.signInWithLink(token));
  }

  async #try(action: () => Promise<Me>): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#error = this.#reference = undefined;
    try {
      this.#signedIn(await action());
    } catch (error) {
      this.#error = messageOf(error);
      this.#reference = referenceOf(error);
    } finally {
      this.#busy = false;
    }
  }
}
