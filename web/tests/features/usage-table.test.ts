import type { UsageAmounts, UsageReport } from '$api/types';
import { render, screen } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import UsageTable from '../../src/features/models/UsageTable.svelte';

it('what models cost whose price is not known is not said to be nothing', () => {
  const amounts = (cost: number, unpriced: number): UsageAmounts => ({
    requests: 2,
    estimated: 0,
    unpriced,
    inputTokens: 1,
    outputTokens: 1,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    cost,
  });
  const items = [
    { model: 'known', amounts: amounts(1, 0) },
    { model: 'unknown', amounts: amounts(0, 2) },
    { model: 'free', amounts: amounts(0, 0) },
  ];
  const report = { items, total: amounts(1, 2) } as UsageReport;
  render(UsageTable, { report, by: 'model', sessionName: () => undefined });
  const cells = screen.getAllByRole('row').map((row) => row.querySelector('td:last-child')?.textContent.trim());
  expect(cells.slice(1)).toEqual(['$1.00', 'price unknown', '$0.00', '≥\u00a0$1.00']);
});
