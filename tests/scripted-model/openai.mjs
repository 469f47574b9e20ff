// OpenAI's Chat and Responses, as its API answers.
import { halvesOf } from './script.mjs';

const codes = {
  400: 'invalid_request_error',
  401: 'invalid_api_key',
  404: 'not_found',
  429: 'rate_limit_exceeded',
  500: 'server_error',
  529: 'server_error',
};
const words = {
  'wrong-key': 'Incorrect API key provided',
  'not-found': 'Not found',
  malformed: 'We could not parse the JSON body of your request.',
};

const error = (status, why, code = codes[status]) => ({
  error: { message: words[why] ?? why, type: code, param: null, code },
});
const chatUsage = (usage) => ({
  prompt_tokens: usage.input,
  completion_tokens: usage.output,
  total_tokens: usage.input + usage.output,
  prompt_tokens_details: { cached_tokens: 0 },
});
const responseUsage = (usage) => ({
  input_tokens: usage.input,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: usage.output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: usage.input + usage.output,
});
const callOf = (plan) => ({
  id: `call_${Date.now()}`,
  type: 'function',
  function: { name: plan.tool.name, arguments: JSON.stringify(plan.tool.input) },
});

function* chat(body, plan, usage) {
  const id = `chatcmpl-${Date.now()}`;
  const wants = body.stream_options?.include_usage && !plan.silent;
  const chunk = (choices, more = {}) => ({
    id,
    object: 'chat.completion.chunk',
    created: 1,
    model: body.model,
    choices,
    ...(wants ? { usage: null } : {}),
    ...more,
  });
  const delta = (content, finish = null) => chunk([{ index: 0, delta: content, finish_reason: finish }]);
  yield { data: delta({ role: 'assistant', content: '' }) };
  if (plan.tool) {
    const call = callOf(plan);
    yield {
      data: delta({
        tool_calls: [
          { index: 0, id: call.id, type: 'function', function: { name: call.function.name, arguments: '' } },
        ],
      }),
    };
    for (const half of halvesOf(plan.tool.input)) {
      yield { data: delta({ tool_calls: [{ index: 0, function: { arguments: half } }] }), piece: true };
    }
  }

  for (const text of plan.pieces) {
    yield { data: delta({ content: text }), piece: true };
  }

  yield { data: delta({}, plan.tool ? 'tool_calls' : 'stop') };
  if (wants) {
    yield { data: chunk([], { usage: chatUsage(usage) }) };
  }

  yield { data: '[DONE]' };
}

const responseOf = (body, plan, usage, status) => ({
  id: `resp_${Date.now()}`,
  object: 'response',
  created_at: 1,
  status,
  model: body.model,
  output:
    status !== 'completed'
      ? []
      : plan.tool
        ? [
            {
              type: 'function_call',
              id: 'fc_1',
              call_id: `call_${Date.now()}`,
              name: plan.tool.name,
              arguments: JSON.stringify(plan.tool.input),
              status,
            },
          ]
        : [
            {
              type: 'message',
              id: 'msg_1',
              role: 'assistant',
              status,
              content: [{ type: 'output_text', text: plan.pieces.join(''), annotations: [] }],
            },
          ],
  usage: status === 'completed' && !plan.silent ? responseUsage(usage) : null,
});

function* responses(body, plan, usage) {
  let sequence = 0;
  const event = (type, more, piece = false) => ({
    event: type,
    data: { type, sequence_number: sequence++, ...more },
    piece,
  });
  yield event('response.created', { response: responseOf(body, plan, usage, 'in_progress') });
  const item = plan.tool
    ? {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: plan.tool.name,
        arguments: '',
        status: 'in_progress',
      }
    : { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] };
  yield event('response.output_item.added', { output_index: 0, item });
  if (plan.tool) {
    for (const half of halvesOf(plan.tool.input)) {
      yield event('response.function_call_arguments.delta', { item_id: 'fc_1', output_index: 0, delta: half }, true);
    }
  } else {
    yield event('response.content_part.added', {
      item_id: 'msg_1',
      output_index: 0,
      content_index: 0,
      part: { type: 'output_text', text: '', annotations: [] },
    });
    for (const text of plan.pieces) {
      yield event(
        'response.output_text.delta',
        { item_id: 'msg_1', output_index: 0, content_index: 0, delta: text },
        true,
      );
    }
  }

  const completed = responseOf(body, plan, usage, 'completed');
  yield event('response.output_item.done', { output_index: 0, item: completed.output[0] });
  yield event('response.completed', { response: completed });
}

export const openai = {
  kinds: { '/v1/chat/completions': 'chat', '/v1/responses': 'responses' },
  keyOf: (headers) => headers.authorization?.replace(/^Bearer /, ''),
  messages: (body) =>
    body.messages ??
    (typeof body.input === 'string'
      ? [{ role: 'user', content: body.input }]
      : (body.input ?? []).map((item) => (item.type === 'function_call' ? { role: 'assistant', content: '' } : item))),
  models: () => ({ object: 'list', data: [{ id: 'gpt-5', object: 'model', created: 1, owned_by: 'scripted' }] }),
  error,
  events: (kind, body, plan, usage) => (kind === 'chat' ? chat(body, plan, usage) : responses(body, plan, usage)),
  whole: (kind, body, plan, usage) =>
    kind === 'responses'
      ? responseOf(body, plan, usage, 'completed')
      : {
          id: `chatcmpl-${Date.now()}`,
          object: 'chat.completion',
          created: 1,
          model: body.model,
          choices: [
            {
              index: 0,
              message: plan.tool
                ? { role: 'assistant', content: null, tool_calls: [callOf(plan)] }
                : { role: 'assistant', content: plan.pieces.join('') },
              finish_reason: plan.tool ? 'tool_calls' : 'stop',
            },
          ],
          usage: chatUsage(usage),
        },
  failure: ({ status, quota, retryAfter }) =>
    quota
      ? {
          status: 429,
          body: error(
            429,
            'You exceeded your current quota, please check your plan and billing details.',
            'insufficient_quota',
          ),
        }
      : {
          status,
          body: error(status, `scripted ${status}`),
          headers: status === 429 ? { 'retry-after': retryAfter } : {},
        },
};
