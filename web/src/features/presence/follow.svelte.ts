import type { SessionRef } from '$api/client';
import type { Device, People } from './people.svelte';

/** This window shows what another device of one's own looks at, until one does something here. */
export class Follow {
  readonly #people: Pick<People, 'whereIs'>;
  readonly #open: (at: SessionRef) => void;
  #device = $state.raw<Device>();
  /** Where it led to, or where one was when it began. */
  #at: SessionRef | undefined;

  constructor(people: Pick<People, 'whereIs'>, open: (at: SessionRef) => void) {
    this.#people = people;
    this.#open = open;
  }

  get device(): Device | undefined {
    return this.#device;
  }

  /** @param at what is shown now */
  start(device: Device, at: SessionRef | undefined): void {
    this.#device = device;
    this.#at = at;
    this.moved();
  }

  /** To be called when somebody went elsewhere. One who looks at nothing now is waited for. */
  moved(): void {
    const at = this.#device && this.#people.whereIs(this.#device.id);
    if (!at || same(at, this.#at)) return;
    this.#at = at;
    this.#open(at);
  }

  /** To be called with what is shown, undefined when that is no session. */
  shown(at: SessionRef | undefined): void {
    if (this.#device && !same(at, this.#at)) this.stop();
  }

  stop(): void {
    this.#device = undefined;
  }
}

function same(one: SessionRef | undefined, other: SessionRef | undefined): boolean {
  return one?.workspace === other?.workspace && one?.id === other?.id;
}
