import type { UsageGroup } from '$api/models-client';
import { messageOf, referenceOf } from '$api/problem';
import type { ModelLimits, ModelProviderInfo, UsageReport } from '$api/types';
import type { Reference } from '$lib/reference';

export interface ModelsGateway {
  providers(): Promise<ModelProviderInfo[]>;
  setKey(provider: string, key: string, baseUrl: string | undefined): Promise<void>;
  removeKey(provider: string): Promise<void>;
  limits(): Promise<ModelLimits>;
  setLimits(limits: ModelLimits): Promise<void>;
  usage(by: UsageGroup): Promise<UsageReport>;
}

export const limitNames = ['dayCost', 'dayTokens', 'sessionCost', 'sessionTokens'] as const;
export type LimitName = (typeof limitNames)[number];

/** What a limit's field says, as a number: undefined for no limit, null for what is none. */
export function limitOf(name: LimitName, text: string): number | undefined | null {
  const plain = text.replaceAll(/[\s_]/g, '');
  if (plain === '') return undefined;
  const number = Number(plain.replace(',', '.'));
  const whole = name === 'dayTokens' || name === 'sessionTokens';
  return Number.isFinite(number) && number >= 0 && (!whole || Number.isSafeInteger(number)) ? number : null;
}

/** The keys to models, how much may be asked of them, and what was. */
export class Models {
  readonly #gateway: ModelsGateway;
  #providers = $state.raw<readonly ModelProviderInfo[]>();
  #usage = $state.raw<UsageReport>();
  #problem = $state<string>();
  #reference = $state.raw<Reference>();
  #editing = $state.raw<ModelProviderInfo>();
  #busy = $state(false);
  #saved = $state(false);
  #by = $state<UsageGroup>('day');

  /** The key that is being set, and where it goes. */
  key = $state('');
  baseUrl = $state('');
  /** What the limits' fields say. */
  limits = $state<Record<LimitName, string>>({ dayCost: '', dayTokens: '', sessionCost: '', sessionTokens: '' });

  constructor(gateway: ModelsGateway) {
    this.#gateway = gateway;
  }

  /** Undefined until loaded. */
  get providers(): readonly ModelProviderInfo[] | undefined {
    return this.#providers;
  }

  get usage(): UsageReport | undefined {
    return this.#usage;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** The provider whose key is being set. */
  get editing(): ModelProviderInfo | undefined {
    return this.#editing;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** The limits were kept, and nothing was changed since. */
  get saved(): boolean {
    return this.#saved;
  }

  get by(): UsageGroup {
    return this.#by;
  }

  set by(group: UsageGroup) {
    this.#by = group;
    void this.#try(async () => {
      this.#usage = await this.#gateway.usage(group);
    });
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      const [providers, limits, usage] = await Promise.all([
        this.#gateway.providers(),
        this.#gateway.limits(),
        this.#gateway.usage(this.#by),
      ]);
      for (const name of limitNames) this.limits[name] = limits[name]?.toString() ?? '';
      this.#providers = providers;
      this.#usage = usage;
    });
  }

  edit(provider: ModelProviderInfo | undefined): void {
    this.#editing = provider;
    this.key = '';
    this.baseUrl = provider?.baseUrl ?? '';
  }

  async saveKey(): Promise<void> {
    const provider = this.#editing;
    const key = this.key.trim();
    if (!provider || key === '') return;
    const done = await this.#try(async () => {
      const baseUrl = this.baseUrl.trim();

      // Left as it is it isn't named: what is shown may be the provider's own address, which is none that was set.
      await this.#gateway.setKey(provider.provider, key, baseUrl === provider.baseUrl ? undefined : baseUrl);
      this.#providers = await this.#gateway.providers();
    });
    if (done) this.edit(undefined);
  }

  async removeKey(provider: ModelProviderInfo): Promise<void> {
    await this.#try(async () => {
      await this.#gateway.removeKey(provider.provider);
      this.#providers = await this.#gateway.providers();
    });
  }

  changed(): void {
    this.#saved = false;
  }

  /** Whether a field says what is no number. */
  isWrong(name: LimitName): boolean {
    return limitOf(name, this.limits[name]) === null;
  }

  async saveLimits(): Promise<void> {
    if (limitNames.some((name) => this.isWrong(name))) return;
    const limits = Object.fromEntries(limitNames.map((name) => [name, limitOf(name, this.limits[name])]));
    this.#saved = await this.#try(() => this.#gateway.setLimits(limits as ModelLimits));
  }

  async #try(action: () => Promise<void>): Promise<boolean> {
    this.#problem = this.#reference = undefined;
    this.#busy = true;
    try {
      await action();
      return true;
    } catch (error) {
      this.#problem = messageOf(error);
      this.#reference = referenceOf(error);
      return false;
    } finally {
      this.#busy = false;
    }
  }
}
