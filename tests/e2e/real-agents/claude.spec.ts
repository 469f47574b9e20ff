import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Dispatch } from '../harness/dispatch.ts';
import { mustNotBeLogged } from '../harness/leaks.ts';
import { until } from '../harness/processes.ts';
import { install } from './install.ts';
import { modelKey, ScriptedModel } from './scripted-model.ts';

type Session = { id: string; state: string; metered?: boolean; waiting?: { asks: string[]; text?: string } };
type Usage = {
  items: { model?: string; session?: string }[];
  total: { requests: number; estimated: number; inputTokens: number; outputTokens: number; cost: number };
};

/** The real claude-agent-acp with the real Claude Code, its models behind Dispatch's gateway a scripted one. */
test.describe('Claude Code', () => {
  let agents: { bin: string } | { missing: string };
  let model: ScriptedModel;
  let dispatch: Dispatch;

  test.beforeAll(async () => {
    test.setTimeout(360_000);
    agents = await install();
  });

  test.beforeEach(async () => {
    test.skip('missing' in agents, 'missing' in agents ? agents.missing : '');
    model = await ScriptedModel.start();
    mustNotBeLogged(modelKey);
    dispatch = await Dispatch.prepare();
    dispatch.variables = {
      PATH: `${(agents as { bin: string }).bin}:${process.env.PATH}`,
      ANTHROPIC_API_KEY: modelKey,
      ANTHROPIC_BASE_URL: model.url,
      // Set on some machines, and with another meaning for the agent than for its adapter.
      IS_SANDBOX: undefined,
    };
    // Else it decides by itself, by another model, what it may.
    mkdirSync(join(dispatch.home, '.claude'));
    writeFileSync(join(dispatch.home, '.claude', 'settings.json'), '{"permissions":{"defaultMode":"default"}}');
    await dispatch.start();
  });

  test.afterEach(async () => {
    model?.stop();
    await dispatch?.stop();
  });

  const sessions = async () => (await dispatch.api.get<{ items: Session[] }>('/api/workspaces/default/sessions')).items;

  async function waiting(): Promise<Session> {
    await until(async () => (await sessions()).some((session) => session.waiting), 'a question of the agent', 60_000);
    return (await sessions()).find((session) => session.waiting)!;
  }

  test('edits a file once it may, and what it used of models is counted', async () => {
    const folder = join(dispatch.home, 'project');
    mkdirSync(folder);
    const file = join(folder, 'hello.txt');
    const call = JSON.stringify({ file_path: file, content: 'Written by the model.\n' });
    const turn = dispatch.run(['agent', '--agent', 'claude', '--no-sandbox', `Write it. [[tool Write ${call}]]`], {
      cwd: folder,
      timeout: 120_000,
    });
    const asking = await waiting();
    expect(asking.metered).toBe(true);
    expect(asking.waiting?.text).toContain('hello.txt');
    expect(existsSync(file)).toBe(false);
    await dispatch.ok('answer', asking.id, 'allow');

    const outcome = await turn;
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    expect(outcome.stdout).toContain('Done.');
    expect(readFileSync(file, 'utf8')).toBe('Written by the model.\n');

    const seen = await model.requests();
    expect(seen.every(({ headers }) => headers['x-api-key'] === modelKey)).toBe(true);
    const usage = await dispatch.api.get<Usage>('/api/usage?by=session,model');
    expect(new Set(usage.items.map((item) => item.session))).toEqual(new Set([asking.id]));
    expect(usage.total.requests).toBeGreaterThanOrEqual(2);
    expect(usage.total.outputTokens).toBeGreaterThan(0);
  });

  test('writes nothing that it may not', async () => {
    const folder = join(dispatch.home, 'project');
    mkdirSync(folder);
    const file = join(folder, 'refused.txt');
    const call = JSON.stringify({ file_path: file, content: 'no' });
    const turn = dispatch.run(['agent', '--agent', 'claude', '--no-sandbox', `Write it. [[tool Write ${call}]]`], {
      cwd: folder,
      timeout: 120_000,
    });
    await dispatch.ok('answer', (await waiting()).id, 'deny');
    await turn;
    expect(existsSync(file)).toBe(false);
  });

  test('says that a limit is reached, and does not ask again and again', async () => {
    const folder = join(dispatch.home, 'project');
    mkdirSync(folder);
    const limited = await dispatch.api.fetch('PUT', '/api/models/limits', { sessionTokens: 0 });
    expect(limited.status).toBe(204);
    const outcome = await dispatch.run(['agent', '--agent', 'claude', '--no-sandbox', 'Say well.'], {
      cwd: folder,
      timeout: 120_000,
    });
    expect(outcome.stdout + outcome.stderr).toContain('limit of this session is reached');
    expect((await model.requests()).filter(({ path }) => path.includes('/v1/messages'))).toEqual([]);
  });
});
