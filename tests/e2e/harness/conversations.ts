import { expect, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { Dispatch } from './dispatch.ts';
import type { DispatchPage } from './page.ts';

const scripted = fileURLToPath(new URL('../../scripted-agent/agent.mjs', import.meta.url));

/** A conversation as a person has it. */
export class Conversation {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get box() {
    return this.page.getByRole('textbox', { name: 'What shall the agent do?' });
  }

  get stop() {
    return this.page.getByRole('button', { name: 'Stop', exact: true });
  }

  get question() {
    return this.page.getByRole('region', { name: 'Scripted asks' });
  }

  option(name: RegExp) {
    return this.question.getByRole('button', { name });
  }

  async ready(): Promise<void> {
    await expect(this.page.locator('[data-testid=agent][data-state=live]').filter({ visible: true })).toBeVisible();
    await expect(this.box).toBeVisible();
  }

  async ask(text: string): Promise<void> {
    await this.box.fill(text);
    await expect(this.page.getByRole('button', { name: 'Send' })).toBeEnabled();
    await this.box.press('Enter');
    await expect(this.page.getByRole('article').last()).toContainText(text);
  }
}

/** A session of the scripted agent, in the home folder. */
export async function anAgent(dispatch: Dispatch, name: string, env?: Record<string, string>): Promise<string> {
  const command = [process.execPath, scripted];
  // The scripted agent and what runs it may lie where a sandbox shows nothing, as below /tmp.
  const body = { kind: 'agent', name, command, cwd: dispatch.home, env, sandbox: 'none' };
  const answer = await dispatch.api.fetch('POST', '/api/workspaces/default/sessions', body);
  expect(answer.status).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

export async function openConversation(dispatch: Dispatch, page: DispatchPage, id: string): Promise<Conversation> {
  await page.page.goto(`${dispatch.url}/w/default/s/${id}`);
  const conversation = new Conversation(page.page);
  await conversation.ready();
  return conversation;
}
