import { test as base } from '@playwright/test';
import { Dispatch } from './dispatch.ts';

type Own = {
  /** A Dispatch for this test alone: it may kill what it likes. */
  ownDispatch: Dispatch;
  /** Pages that a test leaves open would go on drawing beside the tests after it. */
  pagesClosed: undefined;
};

type Shared = {
  /** A Dispatch for all tests of a worker: they make their own sessions and leave it running. */
  dispatch: Dispatch;
};

export const test = base.extend<Own, Shared>({
  ownDispatch: async ({}, use, info) => {
    const dispatch = await Dispatch.start();
    await use(dispatch);
    if (info.status !== info.expectedStatus) await info.attach('logs', { body: dispatch.logs() });
    await dispatch.stop();
  },
  pagesClosed: [
    async ({ browser }, use) => {
      await use(undefined);
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    { auto: true },
  ],
  dispatch: [
    async ({}, use) => {
      const dispatch = await Dispatch.start();
      await use(dispatch);
      await dispatch.stop();
    },
    { scope: 'worker' },
  ],
});

export { expect } from '@playwright/test';
