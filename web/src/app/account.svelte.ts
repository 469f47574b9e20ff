import { messageOf, referenceOf, type ApiError } from '$api/problem';
import type { Me } from '$api/types';
import type { Reference } from '$lib/reference';

export type AccountState = 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';

/** Who is signed in. Signing out anywhere leads here by a 401; the address stays, so one comes back to where one was. */
export class Account {
  readonly #ask: () => Promise<Me>;
  readonly #forget: () => void;
  readonly #arranged: () => Promise<void>;
  #asking: Promise<void> | undefined;
  #state = $state<AccountState>('unknown');
  #me = $state.raw<Me>();
  #problem = $state<string>();
  #reference = $state.raw<Reference>();

  /**
   * @param forget takes away what this device keeps of what was shown.
   * @param arranged is awaited before anything is shown to whoever is signed in.
   */
  constructor(
    me: () => Promise<Me>,
    forget: () => void = () => undefined,
    arranged: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.#ask = me;
    this.#forget = forget;
    this.#arranged = arranged;
  }

  get state(): AccountState {
    return this.#state;
  }

  get name(): string {
    return this.#me?.name ?? '';
  }

  get principal(): string | undefined {
    return this.#me?.principal;
  }

  /** This browser's id. */
  get device(): string | undefined {
    return this.#me?.device ?? undefined;
  }

  /** @param capability as the server names it: `server.manage`. */
  may(capability: string): boolean {
    return this.#me?.capabilities.includes(capability) ?? false;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** Asked again meanwhile, it is one question: a failure that comes late must not undo an answer. */
  load(): Promise<void> {
    return (this.#asking ??= this.#load().finally(() => (this.#asking = undefined)));
  }

  async #load(): Promise<void> {
    try {
      await this.signedIn(await this.#ask());
    } catch (error) {
      if ((error as ApiError).status === 401) {
        this.signedOut();
      } else {
        this.#problem = messageOf(error);
        this.#reference = referenceOf(error);
        this.#state = 'unreachable';
      }
    }
  }

  async signedIn(me: Me): Promise<void> {
    await this.#arranged();
    this.#me = me;
    this.#state = 'signed-in';
  }

  signedOut(): void {
    this.#forget();
    this.#state = 'signed-out';
  }
}
