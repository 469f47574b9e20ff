import { Dispatch } from '../harness/dispatch.ts';
import { leaksIn } from '../harness/leaks.ts';
import { isUsable, phone as phoneOptions } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { SmallDisk } from '../harness/small-disk.ts';
import { expect, test } from '../harness/test.ts';

const megabyte = 1024 * 1024;

test('the page says when the disk gets low and full, programs wait, and all goes on when there is room', async ({
  browser,
}, info) => {
  test.skip(!SmallDisk.allowed(), 'Nothing can be mounted here.');
  test.slow();
  const dispatch = await Dispatch.prepare();
  const disk = SmallDisk.mount(dispatch.data, 256);
  try {
    await dispatch.start();
    const page = await DispatchPage.signedIn(dispatch, browser, { colorScheme: 'dark' });
    const phone = await DispatchPage.signedIn(dispatch, browser, { ...phoneOptions, colorScheme: 'light' });
    const look = async (name: string) => {
      for (const [device, shown] of Object.entries({ desktop: page.page, phone: phone.page })) {
        await shown.screenshot({ path: info.outputPath(`${name}-${device}.png`) });
        await isUsable(shown, `${name}, ${device}`);
      }
    };
    await page.openTerminal();
    await phone.row('bash').click();
    const notice = page.page.getByTestId('trouble');
    await expect(notice).toBeHidden();

    disk.leave(20 * megabyte);
    await expect(notice).toContainText("Little room on the machine's disk: ");
    await expect(phone.page.getByTestId('trouble')).toBeVisible();
    await page.line('echo "low-$((1+1))"');
    await page.sees('low-2');
    expect((await dispatch.ok('status')).stdout).toContain('(disk.low)');
    expect((await dispatch.api.fetch('GET', '/readyz')).status).toBe(200);
    await look('low');

    disk.leave(4 * megabyte);
    await expect(notice).toContainText('Programs are paused: the disk is full.');
    await page.line('for i in $(seq 20000); do echo "line $i of it"; done; echo "end-$((1+1))"');
    const full = await dispatch.run(['status']);
    expect(full.stdout).toContain('(disk.full)');
    expect(full.code).toBe(1);
    await expect(page.screen).not.toContainText('line');
    await look('full');

    disk.free();
    await page.sees('end-2');
    await expect(notice).toBeHidden();
    await expect(phone.page.getByTestId('trouble')).toBeHidden();
    const { stdout } = await dispatch.ok('output', page.page.url().split('/').pop()!);
    const numbers = [...stdout.matchAll(/^line (\d+) of it\r?$/gm)].map((match) => Number(match[1]));
    expect(numbers).toEqual(Array.from({ length: 20000 }, (_, i) => i + 1));
  } finally {
    disk.free();
    await dispatch.run(['stop', '--all', '--yes']);
    const leaks = leaksIn(dispatch.data);
    disk.unmount();
    await dispatch.stop();
    expect(leaks).toEqual([]);
  }
});
