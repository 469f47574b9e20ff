// What the gateway adds to what an agent asks of a model: the same requests to the scripted model itself and through runner and server, in turn.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { DispatchSystem } from '../terminal/dispatch-system.mjs';
import { percentile } from '../terminal/measures.mjs';

const key = 'sk-bench-0123456789';
const pieces = 50;
const rate = 100;

export async function gateway({ quick }) {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-bench-agents-'));
  const model = spawn(
    process.execPath,
    [resolve('tests/scripted-model/server.mjs'), '--key', key, '--until-stdin-ends'],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = await once(createInterface(model.stdout), 'line');
  const { url } = JSON.parse(line);
  Object.assign(process.env, { ANTHROPIC_API_KEY: key, ANTHROPIC_BASE_URL: url });
  const system = new DispatchSystem();
  try {
    await system.start();
    const agent = await environmentOf(system, join(folder, 'environment'));
    const routes = [
      { url, key },
      { url: agent.ANTHROPIC_BASE_URL, key: agent.ANTHROPIC_API_KEY },
    ].map((route) => ({ ...route, connection: new Agent({ keepAlive: true }), first: [], late: [] }));
    const rounds = { first: quick ? 5 : 300, late: quick ? 1 : 20 };
    for (const route of routes) await stream(route, '[[say warm]]');
    for (let round = 0; round < rounds.first; round++) {
      for (const route of routes) route.first.push((await stream(route, '[[say well]]')).first);
    }
    for (let round = 0; round < rounds.late; round++) {
      for (const route of routes) route.late.push(...(await stream(route, `[[timed ${pieces} ${rate}]]`)).late);
    }

    for (const { connection } of routes) connection.destroy();
    const [direct, through] = routes;
    return [
      row('the first token, from the model itself', direct.first),
      row('the first token, through the gateway', through.first),
      added('what the gateway adds to it', direct.first, through.first, '< 5 ms at p95'),
      row('a piece of a stream, from the model itself', direct.late),
      row('a piece of a stream, through the gateway', through.late),
      added('what the gateway adds to it', direct.late, through.late, '< 1 ms at p95'),
    ];
  } finally {
    await system.stop();
    model.stdin.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const row = (name, values) => ({
  name,
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  runs: values.length,
  unit: 'ms',
});

function added(name, direct, through, aim) {
  const by = (share) => percentile(through, share) - percentile(direct, share);
  return { name, p50: by(0.5), p95: by(0.95), runs: through.length, unit: 'ms', aim };
}

/** The environment of an agent, as it was started. */
async function environmentOf(system, file) {
  const script = 'env > "$0.tmp" && mv "$0.tmp" "$0" && exec cat > /dev/null';
  await system.create({ kind: 'agent', command: ['/bin/sh', '-c', script, file], sandbox: 'none' });
  while (!existsSync(file)) await delay(20);
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]),
  );
}

/** Asks for a stream: milliseconds to its first token, and how old each piece was that says when it was sent. */
function stream({ url, key, connection }, prompt) {
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 1000,
    stream: true,
    messages: [{ role: 'user', content: prompt }],
  });
  const headers = {
    'x-api-key': key,
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((done, fail) => {
    const since = performance.now();
    const result = { first: undefined, late: [] };
    const sent = request(`${url.replace(/\/$/, '')}/v1/messages`, { method: 'POST', headers, agent: connection });
    sent.on('error', fail);
    sent.on('response', (response) => {
      if (response.statusCode !== 200) fail(new Error(`${url} answered ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (text) => {
        const now = performance.now();
        if (text.includes('text_delta')) result.first ??= now - since;
        for (const [, at] of text.matchAll(/"text":"at (\d+\.?\d*)/g)) {
          result.late.push(performance.timeOrigin + now - Number(at));
        }
      });
      response.on('end', () => done(result));
      response.on('error', fail);
    });
    sent.end(body);
  });
}
