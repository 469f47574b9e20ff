import { expect, it } from 'vitest';
import { createCommands } from '../../src/app/commands';

it('no two commands are called the same', () => {
  // What they do is asked for only when one is run.
  const ids = createCommands({} as Parameters<typeof createCommands>[0]).map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(20);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
