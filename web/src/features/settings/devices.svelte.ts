import { messageOf, referenceOf } from '$api/problem';
import type { DeviceInfo } from '$api/types';
import type { Reference } from '$lib/reference';

export interface DeviceGateway {
  devices(): Promise<DeviceInfo[]>;
  removeDevice(id: string): Promise<void>;
}

/** The browsers that are signed in. */
export class Devices {
  readonly #gateway: DeviceGateway;
  #items = $state.raw<readonly DeviceInfo[]>();
  #problem = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(gateway: DeviceGateway) {
    this.#gateway = gateway;
  }

  /** Undefined until loaded. */
  get items(): readonly DeviceInfo[] | undefined {
    return this.#items;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      this.#items = await this.#gateway.devices();
    });
  }

  async signOut(device: DeviceInfo): Promise<void> {
    await this.#try(async () => {
      await this.#gateway.removeDevice(device.id);
      this.#items = this.#items?.filter((other) => other.id !== device.id);
    });
  }

  async #try(action: () => Promise<void>): Promise<void> {
    this.#problem = this.#reference = undefined;
    try {
      await action();
    } catch (error) {
      this.#problem = messageOf(error);
      this.#reference = referenceOf(error);
    }
  }
}
