// An agent that does what its prompts say, by the Agent Client Protocol on its pipes: for tests, without a model.
//   say TEXT          answers with it, word by word       think TEXT    thinks it first
//   edit FILE TEXT    asks, then writes it                 plan          shows a plan of three steps
//   request JSON      asks for a tool call of that shape, and says which option it got
//   servers           says which servers it was given        variable N    says what is in it
//   hang              answers nothing until it is stopped  slow N        says N words, one in 50 ms
//   pace N MS         says N words, one in MS milliseconds
//   die               ends in the middle of its answer     fail          the model fails
//   garble            writes a line that is no message first
//   read FILE [LINE LIMIT], write FILE TEXT, askedwrite FILE TEXT, run COMMAND    by the client's services
//   runwith NAME=VALUE COMMAND    with that variable
//   writeslow FILE TEXT, lie FILE TEXT (shows less than it writes), readmany FILE N    the same, for what can go wrong
//   change FILE TEXT, remove FILE    by itself, without asking; | is a new line
//   large N           says N kilobytes in one message      half          says half of a character
//   blocks        tells what blocks it was given         flood N         says N megabytes, 100 kB in each message
//   context       tells how much context it was given    usage           tells what it uses
// SCRIPTED_AUTH=1: it wants a sign-in, by its method. SCRIPTED_PLAIN=1: it takes text alone and loads nothing.
//   got           tells which methods it was asked for
// SCRIPTED_FORK=1: it can fork. Conversations lie in .scripted-agent in its folder, and can be loaded.
// SCRIPTED_RESUME=1: it loads none, but can go on with one. SCRIPTED_LIST=1: it lists them, three at a time; or what own.mjs names, such as many.
// SCRIPTED_PACE=N: it waits N milliseconds after each thing that it tells of one that it loads.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

const modes = [
  { id: 'ask', name: 'Ask', description: 'Asks before it changes anything' },
  { id: 'plan', name: 'Plan' },
];
const plain = Boolean(process.env.SCRIPTED_PLAIN);
const { SCRIPTED_FORK, SCRIPTED_LIST, SCRIPTED_RESUME, SCRIPTED_PACE = 0 } = process.env;
let signedIn = !process.env.SCRIPTED_AUTH;
let model = 'small';
const models = () => ({
  currentModelId: model,
  availableModels: [
    { modelId: 'small', name: 'Small' },
    { modelId: 'large', name: 'Large', description: 'Thinks longer' },
  ],
});
const effort = { id: 'effort', name: 'Effort', category: 'thought_level', type: 'select', currentValue: 'low' };
const options = () => [{ ...effort, options: ['low', 'high'].map((value) => ({ value, name: value })) }];
const asked = new Map();
let lastId = 0;
let cancelled = false;
let folder = process.cwd();
let servers = [];
const got = [];

const tell = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const update = (sessionId, sessionUpdate, more) =>
  tell({ method: 'session/update', params: { sessionId, update: { sessionUpdate, ...more } } });
const say = (sessionId, text) => update(sessionId, 'agent_message_chunk', { content: { type: 'text', text } });
const storeOf = (sessionId) => join(folder, '.scripted-agent', sessionId);

function ask(method, params) {
  const id = `a${++lastId}`;
  tell({ id, method, params });
  return new Promise((resolve) => asked.set(id, resolve));
}

const methods = {
  initialize: () => ({
    protocolVersion: 1,
    agentCapabilities: {
      loadSession: !plain && !SCRIPTED_RESUME,
      mcpCapabilities: { http: true, sse: false },
      promptCapabilities: { image: !plain, embeddedContext: !plain },
      sessionCapabilities: {
        ...(SCRIPTED_FORK && { fork: {} }),
        ...(SCRIPTED_LIST && { list: {} }),
        ...(SCRIPTED_RESUME && { resume: {} }),
      },
    },
    agentInfo: { name: 'scripted', title: 'Scripted', version: '1.0' },
    authMethods: [{ id: 'key', name: 'A key', description: 'Set SCRIPTED_KEY.' }],
  }),
  'session/new': ({ cwd, mcpServers }) => {
    servers = mcpServers;
    if (!signedIn) throw Object.assign(new Error('Authentication required'), { code: -32000 });
    folder = cwd;
    const sessionId = `s${Date.now().toString(36)}`;
    mkdirSync(join(folder, '.scripted-agent'), { recursive: true });
    writeFileSync(join(folder, '.scripted-agent', '.gitignore'), '*\n');
    writeFileSync(storeOf(sessionId), '');
    return {
      sessionId,
      modes: { currentModeId: 'ask', availableModes: modes },
      models: models(),
      configOptions: options(),
    };
  },
  authenticate: ({ methodId }) => {
    if (methodId !== 'key') throw new Error(`There is no way ${methodId}`);
    signedIn = true;
    return {};
  },
  'session/set_model': ({ modelId }) => {
    if (!models().availableModels.some((one) => one.modelId === modelId))
      throw new Error(`There is no model ${modelId}`);
    model = modelId;
    return {};
  },
  'session/set_config_option': ({ configId, value }) => {
    if (configId !== effort.id) throw new Error(`There is no option ${configId}`);
    effort.currentValue = value;
    return { configOptions: options() };
  },
  'session/fork': ({ sessionId, cwd }) => {
    folder = cwd;
    const forked = `${sessionId}-fork${Date.now().toString(36)}`;
    writeFileSync(storeOf(forked), readFileSync(storeOf(sessionId)));
    return { sessionId: forked, modes: { currentModeId: 'ask', availableModes: modes } };
  },
  'session/list': async ({ cwd, cursor }) => {
    const { listed } = await import('./own.mjs');
    return listed(SCRIPTED_LIST, join(cwd, '.scripted-agent'), cwd, cursor);
  },
  'session/resume': ({ sessionId, cwd, mcpServers }) => {
    servers = mcpServers;
    folder = cwd;
    if (!existsSync(storeOf(sessionId))) throw new Error(`There is no conversation ${sessionId}`);
    return { modes: { currentModeId: 'ask', availableModes: modes } };
  },
  'session/load': async (params) => {
    const { sessionId } = params;
    const answer = methods['session/resume'](params);
    for (const text of readFileSync(storeOf(sessionId), 'utf8').split('\n').filter(Boolean)) {
      // As some do: what was asked in pieces.
      for (const part of [text.slice(0, 4), text.slice(4)].filter(Boolean)) {
        update(sessionId, 'user_message_chunk', { content: { type: 'text', text: part } });
        await delay(Number(SCRIPTED_PACE));
      }
      const title = `Looked at ${text}`;
      update(sessionId, 'tool_call', { toolCallId: `t${++lastId}`, title, kind: 'read', status: 'completed' });
      say(sessionId, `I did ${text}.`);
      await delay(Number(SCRIPTED_PACE));
    }
    update(sessionId, 'usage_update', { used: 9_000, size: 10_000, cost: { amount: 9.99, currency: 'USD' } });
    if (existsSync(`${storeOf(sessionId)}.broken`)) throw new Error('The conversation is damaged');
    return answer;
  },
  'session/set_mode': () => ({}),
  'session/prompt': async ({ sessionId, prompt }) => {
    cancelled = false;
    // What it was given of before isn't what it is asked for.
    const past = prompt.filter((block) => (block.resource?.uri ?? block.text ?? '').includes('/conversation.md'));
    const now = prompt.filter((block) => !past.includes(block));
    const text = now.map((block) => block.text ?? '').join('');
    const [verb, ...rest] = text.split(' ');
    await (verbs[verb] ?? verbs.echo)(sessionId, rest, text, { prompt: now, past });
    appendFileSync(storeOf(sessionId), `${text}\n`);
    const used = { totalTokens: 12_340, inputTokens: 12_000, outputTokens: 340, cachedReadTokens: 9_000 };
    return { stopReason: cancelled ? 'cancelled' : 'end_turn', ...(verb === 'usage' && { usage: used }) };
  },
};

async function asksFirst(sessionId, path, newText) {
  const file = resolve(folder, path);
  const content = [{ type: 'diff', path: file, newText }];
  const toolCall = { toolCallId: `t${++lastId}`, title: `Edit ${path}`, kind: 'edit', content };
  const options = [{ optionId: 'yes', name: 'Yes', kind: 'allow_once' }];
  await ask('session/request_permission', { sessionId, toolCall, options });
}

const verbs = {
  echo: (sessionId, _, text) => say(sessionId, `You said: ${text}`),
  got: (sessionId) => say(sessionId, got.join(' ')),
  servers: (sessionId) => say(sessionId, JSON.stringify(servers)),
  variable: (sessionId, [name]) => say(sessionId, `${process.env[name]}`),
  say: (sessionId, words) => words.forEach((word, i) => say(sessionId, i === 0 ? word : ` ${word}`)),
  think(sessionId, words) {
    update(sessionId, 'agent_thought_chunk', { content: { type: 'text', text: words.join(' ') } });
    say(sessionId, 'Thought.');
  },
  plan(sessionId) {
    const entries = ['Read', 'Change', 'Test'].map((content, i) => ({
      content,
      priority: 'medium',
      status: ['completed', 'in_progress', 'pending'][i],
    }));
    update(sessionId, 'plan', { entries });
    say(sessionId, 'That is the plan.');
  },
  async edit(sessionId, [file, ...words]) {
    const path = join(folder, file);
    const newText = `${words.join(' ')}\n`;
    const oldText = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    const call = {
      toolCallId: `t${++lastId}`,
      title: `Edit ${file}`,
      kind: 'edit',
      status: 'pending',
      content: [{ type: 'diff', path, oldText, newText }],
      locations: [{ path, line: 1 }],
      rawInput: { file },
    };
    update(sessionId, 'tool_call', call);
    const answer = await ask('session/request_permission', {
      sessionId,
      toolCall: call,
      options: [
        { optionId: 'allow', name: 'Allow', kind: 'allow_once' },
        { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
      ],
    });
    const allowed = answer.result?.outcome.optionId === 'allow';
    if (allowed) writeFileSync(path, newText, { flag: 'a' });
    update(sessionId, 'tool_call_update', { toolCallId: call.toolCallId, status: allowed ? 'completed' : 'failed' });
    say(sessionId, allowed ? `Wrote ${file}.` : `Left ${file} as it is.`);
  },
  async request(sessionId, _, text) {
    const toolCall = { toolCallId: `t${++lastId}`, title: 'Request', ...JSON.parse(text.slice('request '.length)) };
    update(sessionId, 'tool_call', toolCall);
    const answer = await ask('session/request_permission', {
      sessionId,
      toolCall: { toolCallId: toolCall.toolCallId, title: toolCall.title },
      options: [
        { optionId: 'always', name: 'Always allow', kind: 'allow_always' },
        { optionId: 'allow', name: 'Allow', kind: 'allow_once' },
        { optionId: 'reject', name: 'Reject', kind: 'reject_once' },
      ],
    });
    say(sessionId, answer.result?.outcome.optionId ?? answer.result?.outcome.outcome ?? 'error');
  },
  async read(sessionId, [path, line, limit]) {
    const params = { sessionId, path: resolve(folder, path), ...(line && { line: +line, limit: +limit }) };
    const { result, error } = await ask('fs/read_text_file', params);
    say(sessionId, error ? `Not read: ${error.message}` : `Read: ${result.content}`);
  },
  change(sessionId, [path, ...words]) {
    writeFileSync(resolve(folder, path), `${words.join(' ').replaceAll('|', '\n')}\n`);
    say(sessionId, `Changed ${path}.`);
  },
  remove(sessionId, [path]) {
    rmSync(resolve(folder, path));
    say(sessionId, `Removed ${path}.`);
  },
  async write(sessionId, [path, ...words]) {
    const { error } = await ask('fs/write_text_file', {
      sessionId,
      path: resolve(folder, path),
      content: `${words.join(' ')}\n`,
    });
    say(sessionId, error ? `Not written: ${error.message}` : `Written ${path}.`);
  },
  async writeslow(sessionId, words) {
    await verbs.write(sessionId, words);
    await delay(3000);
  },
  async lie(sessionId, [path, ...words]) {
    const shown = words.join(' ');
    await asksFirst(sessionId, path, `${shown}\n`);
    await verbs.write(sessionId, [path, `${shown}, and more`]);
  },
  async readmany(sessionId, [path, count]) {
    const params = { sessionId, path: resolve(folder, path) };
    const all = await Promise.all(Array.from({ length: Number(count) }, () => ask('fs/read_text_file', params)));
    say(sessionId, `Refused ${all.filter(({ error }) => error).length} of ${count}`);
  },
  async askedwrite(sessionId, [path, ...words]) {
    await asksFirst(sessionId, path, `${words.join(' ')}\n`);
    await verbs.write(sessionId, [path, ...words]);
  },
  runwith: (sessionId, [variable, ...words]) => verbs.run(sessionId, words, [variable.split('=')]),
  async run(sessionId, words, variables) {
    const made = await ask('terminal/create', {
      sessionId,
      command: words.join(' '),
      cwd: folder,
      outputByteLimit: 1000,
      ...(Array.isArray(variables) && { env: variables.map(([name, value]) => ({ name, value })) }),
    });
    if (made.error) return say(sessionId, `Not run: ${made.error.message}`);
    const { terminalId } = made.result;
    update(sessionId, 'tool_call', {
      toolCallId: `t${++lastId}`,
      title: words.join(' '),
      kind: 'execute',
      status: 'in_progress',
      content: [{ type: 'terminal', terminalId }],
    });
    const exit = await ask('terminal/wait_for_exit', { sessionId, terminalId });
    const shown = await ask('terminal/output', { sessionId, terminalId });
    await ask('terminal/release', { sessionId, terminalId });
    update(sessionId, 'tool_call_update', { toolCallId: `t${lastId - 3}`, status: 'completed' });
    say(sessionId, `Exit ${JSON.stringify(exit.result)}, cut ${shown.result.truncated}: ${shown.result.output}`);
  },
  async hang() {
    while (!cancelled) await delay(20);
  },
  async slow(sessionId, [count]) {
    for (let i = 1; i <= Number(count) && !cancelled; i++) {
      say(sessionId, `${i} `);
      await delay(50);
    }
  },
  async pace(sessionId, [count, milliseconds]) {
    for (let i = 1, next = performance.now(); i <= Number(count) && !cancelled; i++) {
      say(sessionId, `word ${i} `);
      next += Number(milliseconds);
      await delay(Math.max(0, next - performance.now()));
    }
  },
  die(sessionId) {
    say(sessionId, 'I am');
    process.exit(3);
  },
  fail() {
    throw new Error('The model is overloaded');
  },
  blocks: (sessionId, _, __, { prompt }) =>
    say(
      sessionId,
      prompt
        .map((block) => `${block.type}:${block.mimeType ?? block.uri ?? block.resource?.uri ?? block.text}`)
        .join(' '),
    ),
  context(sessionId, _, __, { past }) {
    const texts = past.map((block) => block.resource?.text ?? block.text);
    const before = existsSync(storeOf(sessionId))
      ? readFileSync(storeOf(sessionId), 'utf8').split('\n').filter(Boolean)
      : [];
    say(sessionId, JSON.stringify({ handed: texts.join(''), own: before, model, effort: effort.currentValue }));
  },
  usage: (sessionId) =>
    update(sessionId, 'usage_update', { used: 12_400, size: 200_000, cost: { amount: 0.42, currency: 'USD' } }),
  async flood(sessionId, [megabytes]) {
    for (let i = 0; i < Number(megabytes) * 10; i++) {
      say(sessionId, 'f'.repeat(100_000));
      if (process.stdout.writableNeedDrain) await new Promise((drained) => process.stdout.once('drain', drained));
    }
  },
  large: (sessionId, [kilobytes]) => say(sessionId, 'x'.repeat(Number(kilobytes) * 1024)),
  half(sessionId) {
    // A text that was cut within a character.
    say(sessionId, 'half \ud83d');
    tell({ method: '\ud83d' });
  },
  garble(sessionId) {
    process.stdout.write('this is no message\n{"jsonrpc":"2.0"}\n[1]\n');
    say(sessionId, 'Said after it.');
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params, result, error } = JSON.parse(line);
  if (method === 'session/cancel') cancelled = true;
  else if (method === undefined) {
    asked.get(id)?.({ result, error });
    asked.delete(id);
  } else void answer(id, method, params);
}

async function answer(id, method, params) {
  got.push(method);
  try {
    if (!(method in methods)) throw Object.assign(new Error(`There is no ${method}`), { code: -32601 });
    tell({ id, result: (await methods[method](params)) ?? null });
  } catch (error) {
    tell({ id, error: { code: error.code ?? -32603, message: error.message } });
  }
}
