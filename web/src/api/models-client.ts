import type { ApiClient } from './client';
import type { ModelLimits, ModelList, ModelProviderInfo, UsageReport } from './types';

export type UsageGroup = 'day' | 'model' | 'session';

/** Keys to models, limits, and what was used. Every call rejects with an ApiError. */
export class ModelsClient {
  readonly #client: Pick<ApiClient, 'ask'>;

  constructor(client: Pick<ApiClient, 'ask'>) {
    this.#client = client;
  }

  providers = async (): Promise<ModelProviderInfo[]> => (await this.#json<ModelList>('GET', '/api/models')).items;
  setKey = (provider: string, key: string, baseUrl: string | undefined): Promise<void> =>
    this.#json('PUT', keyOf(provider), { key, baseUrl });
  removeKey = (provider: string): Promise<void> => this.#json('DELETE', keyOf(provider));

  limits = (): Promise<ModelLimits> => this.#json('GET', '/api/models/limits');
  setLimits = (limits: ModelLimits): Promise<void> => this.#json('PUT', '/api/models/limits', limits);

  usage = (by: UsageGroup): Promise<UsageReport> => this.#json('GET', `/api/usage?by=${by}`);

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = await (await this.#client.ask(method, path, { body })).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

const keyOf = (provider: string) => `/api/models/${encodeURIComponent(provider)}/key`;
