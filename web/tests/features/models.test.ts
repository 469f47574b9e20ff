import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import type { ModelProviderInfo, UsageReport } from '$api/types';
import ModelsSection from '../../src/features/models/ModelsSection.svelte';
import { limitOf } from '../../src/features/models/models.svelte';

const providers = [
  { provider: 'anthropic', title: 'Anthropic', source: 'set', baseUrl: 'https://api.anthropic.com' },
  { provider: 'openai', title: 'OpenAI', baseUrl: 'https://api.openai.com/v1' },
] as ModelProviderInfo[];
const amounts = {
  requests: 3,
  estimated: 1,
  unpriced: 2,
  inputTokens: 1200,
  outputTokens: 34,
  cacheReadTokens: 5000,
  cacheWriteTokens: 0,
  cost: 1.5,
};
const usage = {
  from: '2026-11-02',
  to: '2026-12-01',
  items: [
    { day: '2026-12-01', amounts },
    { day: '2026-11-30', amounts: { ...amounts, unpriced: 0 } },
  ],
  total: amounts,
} as UsageReport;

function open() {
  const gateway = {
    providers: vi.fn().mockResolvedValue(providers),
    setKey: vi.fn().mockResolvedValue(undefined),
    removeKey: vi.fn().mockResolvedValue(undefined),
    limits: vi.fn().mockResolvedValue({ dayCost: 20 }),
    setLimits: vi.fn().mockResolvedValue(undefined),
    usage: vi.fn().mockResolvedValue(usage),
  };
  render(ModelsSection, { gateway, sessionName: () => undefined });
  return gateway;
}

describe('models in settings', () => {
  it('says where each key is from, and sets one that it shows nowhere', async () => {
    const gateway = open();
    expect(await screen.findByText('None: agents sign in by themselves')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Set key OpenAI' }));
    const field = screen.getByLabelText<HTMLInputElement>('Key of OpenAI');
    expect(field.type).toBe('password');
    await fireEvent.input(field, { target: { value: ' sk-1 ' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Set key' }));
    expect(gateway.setKey).toHaveBeenCalledWith('openai', 'sk-1', undefined);
    await vi.waitFor(() => expect(screen.queryByLabelText('Key of OpenAI')).toBeNull());
    await fireEvent.click(screen.getByRole('button', { name: 'Remove key Anthropic' }));
    expect(gateway.removeKey).toHaveBeenCalledWith('anthropic');
  });

  it('keeps limits that are numbers, and says which are none', async () => {
    const gateway = open();
    const field = await screen.findByLabelText<HTMLInputElement>('Dollars in a day');
    expect(field.value).toBe('20');
    await fireEvent.input(field, { target: { value: 'much' } });
    expect(screen.getByText('A number from 0, or nothing')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Save limits' }));
    expect(gateway.setLimits).not.toHaveBeenCalled();
    await fireEvent.input(field, { target: { value: '2.5' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save limits' }));
    expect(gateway.setLimits).toHaveBeenCalledWith({ dayCost: 2.5 });
    expect(await screen.findByText('Saved')).toBeTruthy();
  });

  it('shows what was used, with what is not known of it', async () => {
    open();
    expect(await screen.findAllByText('6,200')).toHaveLength(3);
    expect(screen.getAllByText('≥ $1.50')).toHaveLength(2);
    expect(screen.getByText("The price of 2 answers isn't known; they count as nothing.")).toBeTruthy();
  });

  it.each([
    ['dayCost', '', undefined],
    ['dayCost', '1,5', 1.5],
    ['dayTokens', '5 000 000', 5_000_000],
    ['dayTokens', '1.5', null],
    ['sessionCost', '-1', null],
    ['sessionCost', 'x', null],
  ] as const)('takes %s "%s" as %s', (name, text, number) => expect(limitOf(name, text)).toBe(number));
});
