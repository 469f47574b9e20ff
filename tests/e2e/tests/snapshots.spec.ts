import type { CDPSession } from '@playwright/test';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

test('attaching paints the screen from one snapshot, however long the past @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const session = await dispatch.api.create({ name: 'long past', command: ['bash', '-i'] });
  const client = await dispatch.attach(session.id, { tail: true, cols: 120, rows: 40 });
  await client.type('seq 1 1500000; printf "END-%s\\n" OF-FLOOD\r');
  await client.see('END-OF-FLOOD', 0, 60_000);

  const page = await DispatchPage.signedIn(dispatch, browser);
  const received = framesOf(await page.page.context().newCDPSession(page.page));
  await page.row('long past').getByRole('button').first().click();
  await page.sees('END-OF-FLOOD');
  await page.live();

  const [measure] = await page.page.evaluate(() =>
    (performance.getEntriesByName('dispatch.attach-to-paint') as PerformanceMeasure[]).map(({ duration, detail }) => ({
      duration,
      ...((detail ?? {}) as { reason: string; bytes: number; received: number }),
    })),
  );
  test.info().annotations.push({
    type: 'attach to paint',
    description: `${measure?.duration} ms, ${measure?.received} of them until it was received, ${measure?.bytes} bytes`,
  });
  expect(measure).toMatchObject({ reason: 'first' });
  expect(measure!.bytes).toBeLessThan(200_000);
  expect((await received).bytes).toBeLessThan(400_000);
});

test('a page that fell behind gets one snapshot after a flood and shows the right screen', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.slow();
  const page = await DispatchPage.signedIn(dispatch, browser);
  await page.openTerminal();
  const reasons = page.page.evaluate(() => undefined).then(() => snapshotsOf(page));
  // The page stands still while the flood goes on: nothing is taken in, nothing acknowledged.
  await page.page.keyboard.type('seq 1 3000000; printf "END-%s\\n" OF-FLOOD\n');
  await page.page.evaluate(() => {
    const until = performance.now() + 6000;
    while (performance.now() < until);
  });
  await page.sees('END-OF-FLOOD');
  await page.sees('2999999');

  await page.line('echo "still $((40 + 2))"');
  await page.sees('still 42');
  expect(await (await reasons)()).toContain('behind');
});

/** Counts what comes in by sockets. */
async function framesOf(cdp: CDPSession): Promise<{ bytes: number }> {
  const seen = { bytes: 0 };
  cdp.on('Network.webSocketFrameReceived', ({ response }) => (seen.bytes += response.payloadData.length));
  await cdp.send('Network.enable');
  return seen;
}

/** The reasons of the snapshots that the page was told of. */
async function snapshotsOf(page: DispatchPage): Promise<() => Promise<string[]>> {
  const cdp = await page.page.context().newCDPSession(page.page);
  const reasons: string[] = [];
  cdp.on('Network.webSocketFrameReceived', ({ response }) => {
    if (response.opcode !== 1) return;
    const message = JSON.parse(response.payloadData) as { t: string; reason?: string };
    if (message.t === 'snapshot' && message.reason) reasons.push(message.reason);
  });
  await cdp.send('Network.enable');
  return () => Promise.resolve(reasons);
}
