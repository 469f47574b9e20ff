// Anthropic's Messages, as its API answers.
import { halvesOf } from './script.mjs';

const types = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};
const words = {
  'wrong-key': 'invalid x-api-key',
  'not-found': 'Not found',
  malformed: 'The request body is not valid JSON',
};

const error = (status, why) => ({
  type: 'error',
  error: { type: types[status], message: words[why] ?? why },
  request_id: 'req_scripted',
});
const usageOf = (usage) => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: usage.output,
});

const blockOf = (plan) =>
  plan.tool
    ? { type: 'tool_use', id: `toolu_${Date.now()}`, name: plan.tool.name, input: plan.tool.input }
    : { type: 'text', text: plan.pieces.join('') };

function* events(_kind, body, plan, usage) {
  const event = (data, piece = false) => ({ event: data.type, data, piece });
  yield event({
    type: 'message_start',
    message: {
      id: `msg_${Date.now()}`,
      type: 'message',
      role: 'assistant',
      model: body.model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: plan.silent ? undefined : usageOf({ ...usage, output: 1 }),
    },
  });
  const block = blockOf(plan);
  yield event({
    type: 'content_block_start',
    index: 0,
    content_block: plan.tool ? { ...block, input: {} } : { type: 'text', text: '' },
  });
  const deltas = plan.tool
    ? halvesOf(plan.tool.input).map((half) => ({ type: 'input_json_delta', partial_json: half }))
    : plan.pieces.map((text) => ({ type: 'text_delta', text }));
  for (const delta of deltas) {
    yield event({ type: 'content_block_delta', index: 0, delta }, true);
  }

  yield event({ type: 'content_block_stop', index: 0 });
  yield event({
    type: 'message_delta',
    delta: { stop_reason: plan.tool ? 'tool_use' : 'end_turn', stop_sequence: null },
    usage: plan.silent ? undefined : { output_tokens: usage.output },
  });
  yield event({ type: 'message_stop' });
}

export const anthropic = {
  kinds: { '/v1/messages': 'messages', '/v1/messages/count_tokens': 'count' },
  keyOf: (headers) => headers['x-api-key'],
  messages: (body) => body.messages ?? [],
  models: () => ({
    data: [{ type: 'model', id: 'claude-sonnet-4-5', display_name: 'Scripted', created_at: '2026-01-01T00:00:00Z' }],
    has_more: false,
  }),
  error,
  events,
  whole: (_kind, body, plan, usage) => ({
    id: `msg_${Date.now()}`,
    type: 'message',
    role: 'assistant',
    model: body.model,
    content: [blockOf(plan)],
    stop_reason: plan.tool ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: usageOf(usage),
  }),
  failure: ({ status, quota, retryAfter }) =>
    quota
      ? { status: 400, body: error(400, 'Your credit balance is too low to access the Anthropic API.') }
      : {
          status,
          body: error(status, `scripted ${status}`),
          headers: status === 429 ? { 'retry-after': retryAfter } : {},
        },
};
