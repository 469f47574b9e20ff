import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { endpointsOf, filled, type Endpoint, type OpenApi } from '../harness/openapi.ts';
import { expect, test } from '../harness/test.ts';
import type { Problem } from '../harness/api.ts';
import type { Dispatch } from '../harness/dispatch.ts';

// What a caller can do who hasn't signed in yet.
const open = ['POST /api/sign-in', 'POST /api/sign-in/link', 'GET /healthz', 'GET /readyz'];

const strangers: Record<string, string>[] = [
  {},
  { authorization: 'Bearer wrong' },
  { cookie: 'dispatch=wrong; __Host-dispatch=wrong' },
];

test('every endpoint names its capability, but for those that let one in @core', async ({ dispatch }) => {
  const endpoints = await endpointsThere(dispatch);
  expect(endpoints.length).toBeGreaterThan(15);
  expect(
    endpoints
      .filter(({ capability }) => !capability)
      .map(named)
      .sort(),
  ).toEqual([...open].sort());
});

test('every endpoint refuses whoever has not signed in @core', async ({ dispatch }) => {
  const { id } = await dispatch.api.create({ command: ['cat'] });
  const closed = (await endpointsThere(dispatch)).filter((endpoint) => !open.includes(named(endpoint)));
  for (const endpoint of closed) {
    const path = filled(endpoint.path, { workspace: 'default', ws: 'default', id });
    for (const headers of strangers) {
      const response = await fetch(dispatch.url + path, { method: endpoint.method, headers });
      await expectRefused(response, named(endpoint));
    }
  }

  expect((await dispatch.api.session(id)).state).toBe('running');
});

test('a wrong key signs nobody in, and who goes on guessing has to wait @core', async ({ ownDispatch: dispatch }) => {
  const statuses: number[] = [];
  for (let guess = 0; guess < 30; guess++) {
    const body = JSON.stringify({ key: `guess-${guess}` });
    const headers = { 'content-type': 'application/json' };
    statuses.push((await fetch(dispatch.url + '/api/sign-in', { method: 'POST', headers, body })).status);
  }
  expect(statuses[0]).toBe(401);
  expect(statuses.at(-1)).toBe(429);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
  expect(await dispatch.api.ready()).toBe(true);
});

test('every endpoint of the runner refuses whoever comes by its socket without a token @core', async ({ dispatch }) => {
  const { id } = await dispatch.api.create({ command: ['cat'] });
  const forwarded = (await endpointsThere(dispatch)).filter(({ path }) => path.startsWith('/api/workspaces'));
  const own = ['/runner/status', '/runner/feed'].map((path) => ({ method: 'GET', path, capability: undefined }));
  for (const endpoint of [...forwarded, ...own]) {
    const path = filled(endpoint.path, { workspace: 'default', ws: 'default', id });
    for (const token of [undefined, 'wrong', dispatch.key, unsigned()]) {
      expect(await askRunner(dispatch, endpoint.method, path, token), named(endpoint)).toBe(401);
    }
  }
});

test('a page of another site can neither call nor connect @core', async ({ dispatch }) => {
  const { id } = await dispatch.api.create({ command: ['cat'] });
  const origin = 'http://elsewhere.example';
  const call = await dispatch.api.fetch('POST', `/api/workspaces/default/sessions/${id}/end`, {}, { origin });
  expect(call.status).toBe(403);
  expect((await dispatch.api.session(id)).state).toBe('running');
});

test('a request for another host is refused @core', async ({ dispatch }) => {
  const status = await new Promise<number>((done, fail) => {
    httpRequest(
      dispatch.url + '/api/me',
      { headers: { host: 'rebound.example', authorization: `Bearer ${dispatch.key}` } },
      (response) => {
        response.resume();
        done(response.statusCode!);
      },
    )
      .on('error', fail)
      .end();
  });
  expect([400, 403, 421]).toContain(status);
});

test('what is not there is not found, in words @core', async ({ dispatch }) => {
  const response = await dispatch.api.fetch('GET', '/api/workspaces/default/sessions/0000000000');
  expect(response.status).toBe(404);
  const { code, detail } = (await response.json()) as Problem;
  expect(code).toBe('session.not-found');
  expect(detail).toContain('0000000000');
});

test('too large or malformed requests are refused in words @core', async ({ dispatch }) => {
  const sessions = '/api/workspaces/default/sessions';
  const cases: [string, unknown][] = [
    ['a name of 101 characters', { name: 'x'.repeat(101), command: ['cat'] }],
    ['a name with a line end', { name: 'two\nlines', command: ['cat'] }],
    ['no columns', { cols: 0, command: ['cat'] }],
    ['1001 rows', { rows: 1001, command: ['cat'] }],
    ['an unknown kind', { kind: 'nonsense' }],
    ['a command that is no list', { command: 'cat' }],
    ['a NUL in an argument', { command: ['cat', 'a\0b'] }],
  ];
  const before = (await dispatch.api.list()).length;
  for (const [what, body] of cases) {
    const response = await dispatch.api.fetch('POST', sessions, body);
    expect(response.status, what).toBe(400);
    expect(response.headers.get('content-type'), what).toContain('application/problem+json');
    expect(((await response.json()) as Problem).detail.length, what).toBeGreaterThan(10);
  }

  const broken = await fetch(dispatch.url + sessions, {
    method: 'POST',
    headers: { authorization: `Bearer ${dispatch.key}`, 'content-type': 'application/json' },
    body: '{"name":',
  });
  expect(broken.status).toBe(400);
  const large = await dispatch.api.fetch('POST', sessions, { command: ['cat', 'x'.repeat(600_000)] });
  expect([400, 413]).toContain(large.status);
  expect(await dispatch.api.list()).toHaveLength(before);
});

async function endpointsThere(dispatch: Dispatch): Promise<Endpoint[]> {
  return endpointsOf(await dispatch.api.get<OpenApi>('/openapi/v1.json'));
}

function named({ method, path }: Endpoint): string {
  return `${method} ${path}`;
}

async function expectRefused(response: Response, what: string) {
  expect(response.status, what).toBe(401);
  expect(response.headers.get('content-type'), what).toContain('application/problem+json');
  const problem = (await response.json()) as Problem;
  expect(problem.code, what).toMatch(/^[a-z-]+(\.[a-z-]+)+$/);
  expect(problem.detail.length, what).toBeGreaterThan(10);
}

function unsigned(): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    iss: 'dispatch',
    aud: 'runner:x',
    dsp_ws: 'default',
    dsp_cap: ['session.read'],
    exp: Math.floor(Date.now() / 1000) + 30,
  };
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
}

function askRunner(dispatch: Dispatch, method: string, path: string, token: string | undefined): Promise<number> {
  return new Promise((done, fail) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    httpRequest({ socketPath: join(dispatch.data, 'run/runner.sock'), method, path, headers }, (response) => {
      response.resume();
      done(response.statusCode!);
    })
      .on('error', fail)
      .end();
  });
}
