import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { Dispatch } from '../harness/dispatch.ts';
import { folderOf } from '../harness/files.ts';
import { desktopAndPhone, look, phone } from '../harness/looks.ts';
import { DispatchPage } from '../harness/page.ts';
import { crash } from '../harness/processes.ts';
import { expect, test } from '../harness/test.ts';

/** Speaks the real protocol, by a script in the place of a model. */
const scripted = fileURLToPath(new URL('../../scripted-agent/agent.mjs', import.meta.url));

/** In the workspace: it is started in a sandbox, and what lies elsewhere may not be there. */
function commandIn(dispatch: Dispatch): string[] {
  const agent = join(folderOf(dispatch), '.agent.mjs');
  copyFileSync(scripted, agent);
  return [process.execPath, agent];
}

/** The scripted agent as npm packs it. */
function packageOf(dispatch: Dispatch): string {
  const folder = join(folderOf(dispatch), 'package');
  mkdirSync(folder);
  const described = { name: 'tiny-agent', version: '1.0.0', type: 'module', bin: { 'tiny-agent': 'agent.mjs' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(described));
  writeFileSync(join(folder, 'agent.mjs'), `#!/usr/bin/env node\n${readFileSync(scripted, 'utf8')}`, { mode: 0o755 });
  execFileSync('npm', ['pack', '--silent'], { cwd: folder });
  return join(folder, 'tiny-agent-1.0.0.tgz');
}

async function prompt(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'What shall the agent do?' });
  await box.fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(box).toHaveValue('');
}

async function command(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Control+Shift+k');
  await page.keyboard.type(`>${name}`);
  await expect(page.getByRole('option', { selected: true })).toContainText(name);
  await page.keyboard.press('Enter');
}

async function agentOf(dispatch: Dispatch): Promise<{ id: string }> {
  const answer = await dispatch.api.fetch('POST', '/api/workspaces/default/sessions', {
    kind: 'agent',
    name: 'helper',
    command: commandIn(dispatch),
  });
  return (await answer.json()) as { id: string };
}

test('an agent is installed from the page by a session that shows how it goes, and is there afterwards @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const frame = new DispatchPage(page);
  const register = { command: ['tiny-agent'], title: 'Tiny', package: packageOf(dispatch) };
  await dispatch.api.fetch('PUT', '/api/workspaces/default/agents/tiny', register);
  const open = async () => {
    await page.getByRole('button', { name: 'New terminal…' }).click();
    await page.getByRole('menuitem', { name: 'New agent…' }).click();
    return page.getByRole('dialog', { name: 'New agent' });
  };
  const dialog = await open();
  await expect(dialog.getByRole('radio', { name: /Tiny/ })).toBeDisabled();
  await look(page, 'desktop', 'agent to install');
  await dialog.getByRole('button', { name: 'Install Tiny' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(frame.row('Install Tiny')).toBeVisible();
  await expect(frame.row('Install Tiny')).toContainText(/ended|exit/i, { timeout: 60_000 });

  const again = await open();
  await again.getByRole('radio', { name: /Tiny/ }).check();
  await again.getByRole('button', { name: 'Start' }).click();
  await prompt(page, 'say from the data folder');
  await expect(page.getByRole('log')).toContainText('from the data folder');
});

test('an agent is started, answers, asks before it writes, and goes on where it was after the server and the runner were killed @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const frame = new DispatchPage(page);
  await page.getByRole('button', { name: 'New terminal…' }).click();
  await page.getByRole('menuitem', { name: 'New agent…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New agent' });
  await expect(dialog.getByText('npm install -g @agentclientprotocol/claude-agent-acp')).toBeVisible();
  await dialog.getByRole('radio', { name: /A command of your own/ }).check();
  await dialog.getByRole('textbox', { name: 'Command' }).fill(commandIn(dispatch).join(' '));
  await expect(dialog.getByText('neither your keys nor other programs')).toBeVisible();
  await dialog.getByRole('button', { name: 'Start' }).click();

  await prompt(page, 'say **bold** words and `code`');
  const conversation = page.getByRole('log');
  await expect(conversation.locator('strong')).toHaveText('bold');
  await expect(conversation.locator('code').last()).toHaveText('code');

  await prompt(page, 'edit notes.txt from the agent');
  const ask = page.getByRole('region', { name: /asks/ });
  await expect(ask).toContainText('Edit notes.txt');
  await expect(ask).toContainText('from the agent');
  await expect(frame.row('node')).toContainText('waits for you');
  expect(existsSync(join(home, 'notes.txt'))).toBe(false);

  await crash(dispatch.pid('server'), dispatch.pid('runner'));
  await dispatch.start();
  await expect(ask.getByRole('button', { name: 'Allow' })).toBeEnabled({ timeout: 30_000 });
  await ask.getByRole('button', { name: 'Allow' }).click();
  await expect(conversation).toContainText('Wrote notes.txt.');
  await expect(ask).toHaveCount(0);
  expect(readFileSync(join(home, 'notes.txt'), 'utf8')).toBe('from the agent\n');
  await expect(frame.row('node')).not.toContainText('waits for you');

  await prompt(page, 'hang');
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(conversation).toContainText(/[Ss]topped/);
  await page.reload();
  await expect(page.getByRole('log').locator('strong')).toHaveText('bold');
});

test('what is asked on the laptop is answered on the phone', async ({ ownDispatch: dispatch, browser }) => {
  const home = folderOf(dispatch);
  const { id } = await agentOf(dispatch);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.goto(`${dispatch.url}/w/default/s/${id}`);
  await prompt(page, 'edit a.txt by thumb');
  const here = page.getByRole('region', { name: /asks/ });
  await expect(here).toBeVisible();

  const { page: small } = await DispatchPage.signedIn(dispatch, browser, phone);
  await small.goto(`${dispatch.url}/w/default/s/${id}`);
  const there = small.getByRole('region', { name: /asks/ });
  await expect(there.getByRole('button', { name: 'Reject' })).toBeEnabled();
  await there.getByRole('button', { name: 'Reject' }).tap();
  await expect(here).toHaveCount(0);
  await expect(page.getByRole('log')).toContainText('Left a.txt as it is.');
  await expect(small.getByRole('log')).toContainText('Left a.txt as it is.');
  expect(existsSync(join(home, 'a.txt'))).toBe(false);
});

test('a session that waits is told in the list, in its tab, in the title and on the bell, until it is answered and seen', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const { id } = await agentOf(dispatch);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  const frame = new DispatchPage(page);
  await page.goto(`${dispatch.url}/w/default/s/${id}`);
  await expect(page.getByRole('textbox', { name: 'What shall the agent do?' })).toBeVisible();
  await frame.openTerminal();
  const title = await page.title();
  const tab = page.getByRole('button', { name: /^helper ?, / });
  const bell = page.getByRole('button', { name: /^Notifications/ }).first();
  await expect(tab).not.toContainText('waits for you');

  // Nobody looks at it: whoever sees the question on a screen has read of it.
  const command = async (name: string, data: object) => {
    const body = { t: 'command', id: name, name, data };
    const answer = await dispatch.api.fetch('POST', `/api/workspaces/default/sessions/${id}/command`, body);
    expect(await answer.json()).toMatchObject({ ok: true });
  };
  await command('prompt', { text: 'edit b.txt from afar' });
  await expect(frame.row('helper')).toContainText('waits for you');
  await expect(tab).toContainText('waits for you');
  await expect(page).toHaveTitle(`(1) ${title}`);
  await expect(bell).toHaveAccessibleName('Notifications, 1 unread');
  await expect(bell).toContainText('1');

  const read = await dispatch.api.fetch('GET', `/api/workspaces/default/sessions/${id}/conversation?turns=1`);
  const { events } = (await read.json()) as { events: { type: string; data: { ask: string } }[] };
  const asked = events.find(({ type }) => type === 'agent.asked')?.data.ask;
  await command('answer', { ask: asked, option: 'allow' });
  await expect(frame.row('helper')).not.toContainText('waits for you');
  await expect(tab).not.toContainText('waits for you');
  // What it said of it is news until somebody has seen that.
  await tab.click();
  await expect(bell).toHaveAccessibleName('Notifications');
  await expect(page).toHaveTitle('helper · Dispatch');
});

test('a question is answered once and for all by a rule, which is shown where it decides and can be taken back @core', async ({
  ownDispatch: dispatch,
  browser,
}) => {
  const home = folderOf(dispatch);
  const { id } = await agentOf(dispatch);
  const { page } = await DispatchPage.signedIn(dispatch, browser);
  await page.goto(`${dispatch.url}/w/default/s/${id}`);
  const ask = page.getByRole('region', { name: /asks/ });
  const conversation = page.getByRole('log');
  await prompt(page, 'edit rule.md first');
  await ask.getByText("don't ask again for").click();
  await ask.getByRole('button', { name: 'Edit *.md' }).click();
  await expect(conversation).toContainText('Wrote rule.md.');
  await prompt(page, 'edit other.md second');
  await expect(conversation).toContainText('Wrote other.md.');
  await expect(conversation).toContainText('Allowed by a rule: Edit *.md');
  await expect(ask).toHaveCount(0);

  // What no rule allows is refused, and shown.
  await prompt(page, 'read .ssh/id_rsa');
  await expect(conversation).toContainText('Denied: keys and sign-ins');

  await page.getByRole('button', { name: 'Rules for agents' }).click();
  const dialog = page.getByRole('dialog', { name: /Rules for agents/ });
  await expect(dialog.getByText('held by its sandbox alone')).toBeVisible();
  await dialog.getByRole('combobox', { name: 'Answer' }).selectOption('Deny');
  await dialog.getByRole('combobox', { name: 'What' }).selectOption('Run');
  await dialog.getByRole('textbox', { name: 'Only this command' }).fill('git push *');
  await dialog.getByRole('button', { name: 'Add rule' }).click();
  await expect(dialog.getByRole('listitem')).toHaveText([/Deny.*Run git push \*/, /Allow.*Edit \*\.md/]);
  await dialog.getByRole('button', { name: 'Remove the rule: Edit *.md' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await prompt(page, 'edit third.md third');
  await expect(ask).toContainText('Edit third.md');
  expect(existsSync(join(home, 'third.md'))).toBe(false);
});

for (const [device, options] of desktopAndPhone)
  test(`the rules for agents on a ${device} look right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    const { id } = await agentOf(dispatch);
    for (const rule of [
      { decision: 'allow', tool: 'edit', pattern: 'src/**' },
      { decision: 'deny', tool: 'execute', pattern: 'git push *', agent: 'claude' },
    ])
      await dispatch.api.fetch('POST', '/api/workspaces/default/agent-rules', rule);
    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    await page.goto(`${dispatch.url}/w/default/s/${id}`);
    await prompt(page, 'edit docs/look.md one line');
    const ask = page.getByRole('region', { name: /asks/ });
    await ask.getByText("don't ask again for").click();
    await expect(ask.getByRole('button', { name: /^Allow/ })).toBeEnabled();
    await look(page, device, 'agent rule offered');
    await page.getByRole('button', { name: 'Rules for agents' }).click();
    await expect(page.getByRole('dialog').getByRole('listitem')).toHaveCount(2);
    await look(page, device, 'agent rules');
  });

for (const [device, options] of desktopAndPhone)
  test(`worktrees of agents on a ${device} look right, and are merged and removed`, async ({
    ownDispatch: dispatch,
    browser,
  }) => {
    const home = folderOf(dispatch);
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', home, ...args], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
    git('init', '-qb', 'main');
    git('config', 'user.name', 't');
    git('config', 'user.email', 't@example.com');
    git('commit', '-qm', 'first', '--allow-empty');
    for (const name of ['claude-1', 'claude-2'])
      await dispatch.api.fetch('POST', '/api/workspaces/default/worktrees', { name });
    const list = await dispatch.api.fetch('GET', '/api/workspaces/default/worktrees');
    const { items } = (await list.json()) as { items: { folder: string }[] };
    for (const { folder } of items) writeFileSync(join(folder, 'made.txt'), `${folder}\n`);

    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    await command(page, 'Worktrees of agents');
    const dialog = page.getByRole('dialog', { name: /Worktrees of agents/ });
    await expect(dialog.getByText('To main: 0 commits ahead, 0 behind. Not committed: 1')).toHaveCount(2);
    await dialog.getByRole('button', { name: 'Merge claude-1' }).click();
    await dialog.getByRole('textbox').fill('Made by an agent');
    await look(page, device, 'agent worktrees');
    await dialog.getByRole('button', { name: 'Commit and merge claude-1' }).click();
    await expect(dialog.getByText('To main: 0 commits ahead, 0 behind. Not committed: 0')).toBeVisible();
    expect(git('log', '--format=%s', '-1')).toBe('Made by an agent\n');

    await dialog.getByRole('button', { name: 'Merge claude-2' }).click();
    await dialog.getByRole('textbox').fill('The same file');
    await dialog.getByRole('button', { name: 'Commit and merge claude-2' }).click();
    await expect(dialog.getByText(/changed the same lines in made\.txt/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Remove claude-2' }).click();
    await expect(dialog.getByRole('alert').first()).toContainText('nowhere else');
    await dialog.getByRole('button', { name: 'Lose it: claude-2' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(1);
    expect(existsSync(items[1]?.folder ?? '')).toBe(false);
  });

for (const [device, options] of desktopAndPhone)
  test(`a conversation on a ${device} looks right and can be used`, async ({ ownDispatch: dispatch, browser }) => {
    const { id } = await agentOf(dispatch);
    const { page } = await DispatchPage.signedIn(dispatch, browser, options);
    await page.goto(`${dispatch.url}/w/default/s/${id}`);
    await prompt(page, 'think about how this should be');
    await expect(page.getByRole('log')).toContainText('Thought.');
    await prompt(page, 'plan');
    await expect(page.getByRole('log')).toContainText('That is the plan.');
    await prompt(page, 'edit look.txt one line of text');
    await expect(page.getByRole('region', { name: /asks/ }).getByRole('button', { name: 'Allow' })).toBeEnabled();
    await look(page, device, 'agent asks');
    await page.getByRole('region', { name: /asks/ }).getByRole('button', { name: 'Allow' }).click();
    await expect(page.getByRole('log')).toContainText('Wrote look.txt.');
    await look(page, device, 'agent');
  });
