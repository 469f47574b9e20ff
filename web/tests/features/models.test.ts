import type { ModelProviderInfo } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { Models, type ModelsGateway } from '../../src/features/models/models.svelte';

const proxied: ModelProviderInfo = {
  provider: 'openai',
  title: 'OpenAI',
  source: null,
  baseUrl: 'https://proxy.example/v1',
  changedAt: null,
  unreadable: null,
};

async function saved(change: (models: Models) => void) {
  const setKey = vi.fn(() => Promise.resolve());
  const models = new Models({ providers: () => Promise.resolve([proxied]), setKey } as unknown as ModelsGateway);
  models.edit(proxied);
  models.key = 'sk-1';
  change(models);
  await models.saveKey();
  return setKey.mock.calls[0];
}

describe('the address of a provider whose key is replaced', () => {
  it('stays when it is left as it is', async () => {
    expect(await saved(() => undefined)).toEqual(['openai', 'sk-1', undefined]);
  });

  it('is taken back when it is emptied', async () => {
    expect(await saved((models) => (models.baseUrl = ' '))).toEqual(['openai', 'sk-1', '']);
  });

  it('is another when another is named', async () => {
    expect(await saved((models) => (models.baseUrl = 'https://other.example'))).toEqual([
      'openai',
      'sk-1',
      'https://other.example',
    ]);
  });
});
