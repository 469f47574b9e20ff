import type { Page } from '@playwright/test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dispatch } from '../harness/dispatch.ts';
import { desktopAndPhone, look } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { expect, test } from '../harness/test.ts';

const scripted = fileURLToPath(new URL('../../scripted-agent/agent.mjs', import.meta.url));

interface Made {
  readonly id: string;
}

async function start(dispatch: Dispatch, body: object): Promise<string> {
  const answer = await dispatch.api.fetch('POST', '/api/workspaces/default/sessions', body);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as Made).id;
}

const anAgent = (dispatch: Dispatch, env?: Record<string, string>) =>
  start(dispatch, {
    kind: 'agent',
    name: 'helper',
    command: [process.execPath, scripted],
    cwd: dispatch.home,
    env,
    sandbox: 'none',
  });

/** A conversation as a person has it. */
class Talk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  static async open(dispatch: Dispatch, page: Page, id: string): Promise<Talk> {
    await page.goto(`${dispatch.url}/w/default/s/${id}`);
    const talk = new Talk(page);
    await expect(talk.pane).toBeVisible();
    return talk;
  }

  get pane() {
    return this.page.locator('[data-testid=agent][data-state=live]').filter({ visible: true });
  }

  get box() {
    return this.page.getByRole('textbox', { name: 'What shall the agent do?' }).filter({ visible: true });
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.page.getByRole('button', { name: 'Send', exact: true }).filter({ visible: true }).click();
    await expect(this.box).toHaveValue('');
  }

  async more(prompt: number, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `More about prompt ${prompt}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: item }).click();
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.pane.getByText(text).last()).toBeVisible();
  }
}

/** One red dot and much white, as a screenshot would be: larger than may be sent as it is. */
async function picture(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const context = canvas.getContext('2d')!;
    const dots = context.createImageData(1600, 1200);
    for (let at = 0; at < dots.data.length; at++) dots.data[at] = at % 4 === 3 ? 255 : (at * 7919) % 251;
    context.putImageData(dots, 0, 0);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  });
  return Buffer.from(bytes);
}

test('a prompt goes out with a picture, a file that is named and what a terminal shows @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  writeFileSync(join(dispatch.home, 'notes-of-today.txt'), 'x');
  const shell = await start(dispatch, { name: 'build', command: ['/bin/sh', '-c', 'echo all is well; sleep 600'] });
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch));
  await page.locator('input[type=file]').setInputFiles([
    { name: 'shot.png', mimeType: 'image/png', buffer: await picture(page) },
    { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') },
  ]);
  const attached = page.getByRole('list', { name: 'Sent with the prompt' });
  await expect(attached.getByRole('listitem')).toHaveText(['shot.png', 'list.csv']);
  await talk.box.fill('blocks @notes-of');
  await page.getByRole('option', { name: /notes-of-today\.txt/ }).click();
  await expect(talk.box).toHaveValue('blocks @notes-of-today.txt ');
  await talk.box.pressSequentially('@bui');
  await page.getByRole('option', { name: /build.*What it shows/ }).click();
  await expect(attached.getByRole('listitem')).toHaveText([
    'shot.png',
    'list.csv',
    'notes-of-today.txt',
    'build: What it shows',
  ]);
  await attached.getByRole('button', { name: 'Remove list.csv' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await talk.sees(
    new RegExp(
      `image:image/jpeg resource_link:file://.*notes-of-today.txt resource:dispatch://session/${shell}/screen.txt`,
    ),
  );
  await expect(attached).toHaveCount(0);
  await expect(talk.pane.getByRole('img', { name: 'A picture from the conversation' })).toBeVisible();
});

test('what is sent while the agent works waits, can be changed, and goes on after it was stopped', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch));
  await talk.say('hang');
  await talk.say('say one');
  await talk.say('say two');
  const queue = page.getByRole('region', { name: /prompts? waits?/ });
  await expect(queue.getByRole('listitem')).toHaveText(['say one', 'say two']);
  await queue.getByRole('button', { name: 'Take it back' }).first().click();
  await queue.getByRole('button', { name: 'Change it' }).click();
  await expect(talk.box).toHaveValue('say two');
  await talk.say('say number two');
  await expect(queue.getByRole('listitem')).toHaveText(['say number two']);
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(queue).toContainText('did not end well');
  await page.reload();
  await queue.getByRole('button', { name: 'Send them' }).click();
  await talk.sees('number two');
  await expect(queue).toHaveCount(0);
});

test('a conversation is rolled back, sent again differently and forked', async ({ ownDispatch: dispatch, browser }) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch));
  await talk.say('say alpha');
  await talk.sees('alpha');
  await talk.say('say beta');
  await talk.sees('beta');
  await talk.say('say gamma');
  await talk.sees('gamma');
  await talk.more(2, 'Edit and send again');
  await expect(talk.box).toHaveValue('say beta');
  await talk.say('say delta');
  await talk.sees('delta');
  await talk.sees('Left out: say beta');
  await talk.sees(/It was given the 1 turns before as text/);
  await page.reload();
  await talk.sees('Left out: say gamma');

  await talk.more(1, 'Fork from here');
  await talk.sees(/Begun from helper, up to its prompt 1/);
  await expect(talk.pane.getByText('delta')).toHaveCount(0);
  await talk.say('say epsilon');
  await talk.sees('epsilon');
});

test('a mode that is all there is to choose is read, as in a fork that the agent itself made', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch, { SCRIPTED_FORK: '1' }));
  const width = async () =>
    (await talk.pane.locator('../..').getByRole('combobox', { name: 'Mode', exact: true }).boundingBox())!.width;
  await talk.say('say zeta');
  await talk.sees('zeta');
  const among = await width();
  await talk.more(1, 'Fork from here');
  await talk.sees(/Begun from helper, up to its prompt 1/);
  await expect(page.getByRole('combobox')).toHaveCount(1);
  expect(await width()).toBe(among);
});

test('what is told while an agent works covers neither Stop nor Send', async ({ ownDispatch: dispatch, browser }) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch));
  await talk.say('hang');
  await talk.more(1, 'Copy the prompt');
  const told = page.getByRole('status').filter({ hasText: 'Copied' });
  await expect(told).toBeVisible();
  const [toast, stop] = [await told.boundingBox(), await page.getByRole('button', { name: 'Stop' }).boundingBox()];
  expect(toast!.y + toast!.height).toBeLessThan(stop!.y - 100);
});

test('the model, the options and what was used are seen and chosen; a sign-in is done in the page', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, await anAgent(dispatch, { SCRIPTED_AUTH: '1' }));
  await page.getByRole('button', { name: 'Sign in: A key' }).click();
  await page.getByRole('combobox', { name: 'Model' }).selectOption('Large');
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('large');
  await page.getByRole('combobox', { name: 'Effort' }).selectOption('high');
  await expect(page.getByRole('combobox', { name: 'Effort' })).toHaveValue('high');
  await talk.say('usage');
  await expect(page.getByTitle('12.4K of 200K tokens of context')).toContainText('$0.42');
  await talk.sees('12K tokens in · 340 out · 9K from the cache');
  await page.reload();
  await talk.sees('12K tokens in · 340 out · 9K from the cache');
  await expect(page.getByRole('combobox', { name: 'Model' })).toHaveValue('large');
  await expect(page.getByTitle('12.4K of 200K tokens of context')).toBeVisible();
});

for (const [device, options] of desktopAndPhone)
  test(`writing to an agent on a ${device} looks right`, async ({ ownDispatch: dispatch, browser }) => {
    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    const talk = await Talk.open(dispatch, page, await anAgent(dispatch));
    await talk.say('say The first answer, which is a little longer than a word.');
    await talk.say('usage');
    await expect(page.getByTitle('12.4K of 200K tokens of context')).toBeVisible();
    await talk.say('hang');
    await talk.say('say what comes after it');
    await page.locator('input[type=file]').setInputFiles([
      { name: 'shot.png', mimeType: 'image/png', buffer: await picture(page) },
      { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b\n1,2\n') },
    ]);
    await talk.box.fill('And look at these two');
    await expect(page.getByRole('list', { name: 'Sent with the prompt' }).getByRole('listitem')).toHaveCount(2);
    await look(page, device, 'agent writing');
  });

/** More than any page should have to draw. `TURNS=2000` is what the figures in docs/agents.md are of. */
const many = Number(process.env.TURNS ?? 120);

test('a long conversation opens from its end at once, what was before comes as one scrolls up, and what is found in it is shown', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  test.setTimeout(60_000 + many * 200);
  const id = await anAgent(dispatch);
  for (let turn = 1; turn <= many;) {
    const data = { text: `say Answer ${turn} with **some** words and \`code\``, queue: true };
    const path = `/api/workspaces/default/sessions/${id}/command`;
    const answer = await dispatch.api.fetch('POST', path, { t: 'command', id: `p${turn}`, name: 'prompt', data });
    const { ok } = (await answer.json()) as { ok: boolean };
    if (ok) turn++;
    else await expect.poll(async () => (await waiting(dispatch, id)) < 40).toBe(true);
  }
  await expect.poll(() => waiting(dispatch, id), { timeout: 60_000 }).toBe(0);

  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const talk = await Talk.open(dispatch, page, id);
  const article = (turn: number) => talk.pane.getByRole('article', { name: `Prompt and answer ${turn}`, exact: true });
  await expect(article(many)).toBeInViewport();
  expect(await talk.pane.getByRole('article').count()).toBeLessThan(80);

  // From the asking for it to the last turn on the screen, the page being there.
  await page.reload();
  await expect(article(many)).toBeInViewport();
  const opened = await page.evaluate(() => {
    const asked = performance.getEntriesByType('resource').find(({ name }) => name.includes('/conversation?'));
    return asked ? asked.duration : -1;
  });
  console.log(`${many} turns: the stretch was there after ${opened.toFixed(0)} ms`);
  expect(opened).toBeGreaterThan(0);

  for (let at = 0; at < many / 10 && (await article(many - 60).count()) === 0; at++) {
    await talk.pane.evaluate((element) => element.scrollTo({ top: 0 }));
    await page.waitForFunction(() => document.querySelector('[data-testid=agent]')!.scrollTop > 0);
  }
  await expect(article(many - 60)).toBeAttached();

  await page.reload();
  await expect(article(many)).toBeInViewport();
  await page.keyboard.press('Control+Shift+k');
  await page.keyboard.type('>Search all conversations');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Conversations in Home' });
  await dialog.getByRole('searchbox', { name: 'Search for' }).fill('say Answer 7 with');
  await dialog.getByRole('button', { name: /Answer 7 with/ }).click();
  await expect(article(7)).toBeInViewport();
  await expect(article(many)).not.toBeInViewport();
});

async function waiting(dispatch: Dispatch, id: string): Promise<number> {
  const answer = await dispatch.api.fetch('GET', `/api/workspaces/default/sessions/${id}/conversation?turns=1`);
  const { present, events } = (await answer.json()) as { present: { queue: unknown[] }; events: { type: string }[] };
  return present.queue.length + (events.some(({ type }) => type === 'agent.turn-ended') ? 0 : 1);
}
