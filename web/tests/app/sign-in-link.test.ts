import { describe, expect, it } from 'vitest';
import { parseRoute } from '../../src/app/router.svelte';

describe('a link that signs in', () => {
  it.each(['/sign-in/w/default/s/7k2m4p9xaz', '/sign-in/sessions/default/7k2m4p9xaz'])(
    'may name a session to go to: %s',
    (path) => {
      expect(parseRoute(path)).toEqual({
        view: 'session',
        at: { workspace: 'default', id: '7k2m4p9xaz' },
      });
    },
  );
});
