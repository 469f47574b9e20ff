import { describe, expect, it } from 'vitest';
import { parseRoute } from '../../src/app/router.svelte';

describe('a link that signs in', () => {
  it('may name a session to go to', () => {
    expect(parseRoute('/sign-in/sessions/default/7k2m4p9xaz')).toEqual({
      view: 'session',
      at: { workspace: 'default', id: '7k2m4p9xaz' },
    });
  });
});
