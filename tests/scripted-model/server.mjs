// A model that does what its prompts say, behind the real HTTP wire of its providers: for tests, without a model.
//   node server.mjs [--port N] [--key KEY] [--until-stdin-ends]
// listens on a free port of loopback and prints {"url": …}. Anthropic: /v1/messages, /v1/messages/count_tokens, /v1/models.
// OpenAI: /v1/chat/completions, /v1/responses, /v1/models; a stream of each where it is asked for. KEY (scripted-key) opens it.
//
// A prompt says in double brackets what is to be answered, each by one answer; what says nothing is answered with "OK".
//   [[say TEXT]]          the text, word by word            [[tool NAME JSON]]   a call of the tool; JSON is its input
//   [[stream N RATE]]     N pieces, RATE in a second        [[slow MS TEXT]]     the text after a pause
//   [[cut N]]             the connection breaks after N pieces                   [[cut-tool NAME JSON]]  and in the middle of a call
//   [[429 N SECONDS]]     too many requests, N times, with retry-after           [[529 N]]  overloaded, N times
//   [[quota]]             nothing left to pay with          [[500 N]]            fails, N times
//   [[silent N]]          N pieces, and not a word of what they used
//   [[timed N RATE]]      as stream, each with the time that it is sent at
// GET /scripted/requests: what was asked, with the headers; the newest last. DELETE forgets it.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { anthropic } from './anthropic.mjs';
import { openai } from './openai.mjs';
import { NOW, planOf } from './script.mjs';

const { values: options } = parseArgs({
  options: { port: { type: 'string' }, key: { type: 'string' }, 'until-stdin-ends': { type: 'boolean' } },
});
const key = options.key ?? 'scripted-key';
const seen = [];
const attempts = new Map();
const MOST_SEEN = 1000;

async function bodyOf(request) {
  const pieces = [];
  for await (const piece of request) {
    pieces.push(piece);
  }

  return Buffer.concat(pieces).toString();
}

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_scripted', ...headers });
  response.end(JSON.stringify(body));
}

/** Fails as often as the plan says, for each prompt anew; then the rest of the plan holds. */
function failureOf(plan, wire, identity) {
  if (!plan.failure) {
    return null;
  }

  const count = (attempts.get(identity) ?? 0) + 1;
  attempts.set(identity, count);
  return count <= plan.failure.times ? wire.failure(plan.failure) : null;
}

async function answer(request, response, wire, kind, body) {
  const plan = planOf(wire.messages(body));
  const failure = failureOf(plan, wire, `${kind} ${plan.identity}`);
  if (failure) {
    send(response, failure.status, failure.body, failure.headers);
    return;
  }

  const usage = { input: Math.ceil(JSON.stringify(body).length / 4), output: plan.tool ? 20 : plan.pieces.length };
  if (plan.pause > 0) {
    await delay(plan.pause);
  }

  if (!body.stream) {
    send(response, 200, wire.whole(kind, body, plan, usage));
    return;
  }

  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': 'req_scripted',
  });
  response.socket.setNoDelay(true);
  let pieces = 0;
  const began = performance.now();
  for (const { event, data, piece } of wire.events(kind, body, plan, usage)) {
    if (response.destroyed) {
      return;
    }

    if (piece && plan.rate > 0) {
      const due = began + (pieces * 1000) / plan.rate - performance.now();
      if (due > 0) {
        await delay(due);
      }
    }

    if (plan.cut !== undefined && piece && pieces >= plan.cut) {
      // What was sent has to be there first: else it would break before it began.
      await delay(100);
      response.socket?.destroy();
      return;
    }

    pieces += piece ? 1 : 0;
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    const sent = piece ? text.replace(NOW, performance.timeOrigin + performance.now()) : text;
    response.write(`${event ? `event: ${event}\n` : ''}data: ${sent}\n\n`);
  }

  response.end();
}

async function handle(request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/scripted/requests') {
    if (request.method === 'DELETE') {
      seen.length = 0;
    }

    send(response, 200, seen);
    return;
  }

  const text = await bodyOf(request);
  seen.push({ method: request.method, path: url.pathname + url.search, headers: request.headers, bytes: text.length });
  seen.splice(0, seen.length - MOST_SEEN);
  const wire =
    request.headers['x-api-key'] !== undefined || request.headers['anthropic-version'] !== undefined
      ? anthropic
      : openai;
  if (wire.keyOf(request.headers) !== key) {
    send(response, 401, wire.error(401, 'wrong-key'));
    return;
  }

  if (request.method === 'GET' && url.pathname === '/v1/models') {
    send(response, 200, wire.models());
    return;
  }

  const kind = wire.kinds[url.pathname];
  if (request.method !== 'POST' || !kind) {
    send(response, 404, wire.error(404, 'not-found'));
    return;
  }

  let body;
  try {
    body = JSON.parse(text);
  } catch {
    send(response, 400, wire.error(400, 'malformed'));
    return;
  }

  if (kind === 'count') {
    send(response, 200, { input_tokens: Math.ceil(text.length / 4) });
  } else {
    await answer(request, response, wire, kind, body);
  }
}

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    response.destroy();
  });
});
server.listen(Number(options.port ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
if (options['until-stdin-ends']) {
  process.stdin.resume();
  process.stdin.on('end', () => process.exit(0));
}
