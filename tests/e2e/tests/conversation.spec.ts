import { AxeBuilder } from '@axe-core/playwright';
import { devices, type Page } from '@playwright/test';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DispatchPage } from '../harness/page.ts';
import { anAgent, openConversation as open } from '../harness/conversations.ts';
import { expect, test } from '../harness/test.ts';

const { defaultBrowserType: _, ...pixel } = devices['Pixel 7']!;
const upright = { ...pixel, viewport: { width: 390, height: 844 } };

async function noViolations(page: Page, what: string) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect.soft(told, what).toEqual([]);
}

test('an agent is prompted, asks before it writes, and is answered from whichever device comes first @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const id = await anAgent(dispatch, 'helper');
  const page = await DispatchPage.signedIn(dispatch, browser);
  const phone = await DispatchPage.signedIn(dispatch, browser, upright);
  const desk = await open(dispatch, page, id);
  const hand = await open(dispatch, phone, id);

  await desk.ask('edit notes.txt first line');
  await expect(desk.question).toContainText('Edit notes.txt');
  await expect(desk.question.getByText('+first line')).toBeVisible();
  await expect(desk.box).toBeFocused();
  await expect(desk.option(/^Allow Allows this once/)).toBeEnabled();
  await noViolations(desk.page, 'a question');
  await noViolations(hand.page, 'a question on a phone');
  await hand.option(/^Reject/).tap();
  await expect(desk.page.getByText('Reject, by you')).toBeVisible();
  await expect(desk.page.getByText('Left notes.txt as it is.')).toBeVisible();
  await expect(desk.question).toHaveCount(0);
  expect(existsSync(join(dispatch.home, 'notes.txt'))).toBe(false);

  await hand.box.fill('edit notes.txt second try');
  await hand.page.getByRole('button', { name: 'Send' }).tap();
  await desk.option(/^Allow/).click();
  await expect(hand.page.getByText('Wrote notes.txt.')).toBeVisible();
  expect(readFileSync(join(dispatch.home, 'notes.txt'), 'utf8')).toBe('second try\n');
  await desk.page.getByRole('button', { name: 'notes.txt:1' }).last().click();
  await expect(desk.page.getByRole('textbox', { name: 'notes.txt' })).toContainText('second try');
});

test('an agent is stopped, fails, ends in the middle and goes on where it was; each is said plainly', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const id = await anAgent(dispatch, 'helper');
  const page = await DispatchPage.signedIn(dispatch, browser);
  const desk = await open(dispatch, page, id);
  const seen = (text: string | RegExp) => expect(desk.page.getByText(text).last()).toBeVisible();

  await desk.ask('plan');
  await seen('Plan, 1 of 3 done');
  await seen('That is the plan.');
  await desk.ask('think about it');
  await desk.page.getByText('Thoughts').click();
  await seen('about it');
  await desk.ask('hang');
  await desk.box.fill('more');
  await desk.box.press('Enter');
  const waiting = desk.page.getByRole('region', { name: '1 prompt waits' });
  await expect(waiting).toContainText('more');
  await desk.stop.click();
  await seen('Stopped.');
  await expect(waiting).toContainText('did not end well');
  await waiting.getByRole('button', { name: 'Take it back' }).click();
  await expect(waiting).toHaveCount(0);
  await desk.ask('fail');
  await seen(/could not go on: The model is overloaded/);
  await desk.ask('die');
  await seen(/Interrupted/);
  await desk.page.getByRole('button', { name: 'Restart' }).click();
  await desk.ready();
  await desk.ask('say **again** `there`');
  await expect(desk.page.locator('strong', { hasText: 'again' })).toBeVisible();
  await desk.box.press('ArrowUp');
  await expect(desk.box).toHaveValue('say **again** `there`');
  await desk.box.press('ArrowUp');
  await expect(desk.box).toHaveValue('die');
});

test('an answer goes on over the death of the runner, and what is written meanwhile is kept', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const id = await anAgent(dispatch, 'helper');
  const page = await DispatchPage.signedIn(dispatch, browser);
  const desk = await open(dispatch, page, id);
  await desk.ask('slow 40');
  await expect(desk.page.getByText(/^1 2 3/)).toBeVisible();
  const runner = dispatch.pid('runner');
  process.kill(runner, 'SIGKILL');
  await expect(desk.page.getByText(/What you write is kept/)).toBeVisible();
  await desk.box.fill('say later');
  await desk.page.reload();
  await dispatch.runnerAfter(runner);
  await desk.ready();
  const all = Array.from({ length: 40 }, (_, index) => index + 1).join(' ');
  await expect(desk.page.getByText(all, { exact: true })).toBeVisible();
  await expect(desk.box).toHaveValue('say later');
  await expect(desk.page.getByRole('button', { name: 'Send' })).toBeEnabled();
  await desk.box.press('Enter');
  await expect(desk.page.getByText('later', { exact: true })).toBeVisible();
});

test('an agent that wants a sign-in says so, and what to do', async ({ ownDispatch: dispatch, browser }) => {
  const id = await anAgent(dispatch, 'helper', { SCRIPTED_AUTH: '1' });
  const page = await DispatchPage.signedIn(dispatch, browser);
  const desk = await open(dispatch, page, id);
  await expect(desk.page.getByRole('alert')).toContainText('Set SCRIPTED_KEY.');
  await expect(desk.page.getByRole('alert')).toContainText('sign in');
  await noViolations(desk.page, 'a failure');
});
