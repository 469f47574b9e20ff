// What a prompt says that is to be answered.

/** Stands in a piece for the time at which it is sent: milliseconds since 1970. */
export const NOW = '@now@';

const textOf = (content) =>
  typeof content === 'string'
    ? content
    : (content ?? []).map((block) => (typeof block.text === 'string' ? block.text : '')).join('\n');

const directive = /\[\[((?:[^\]]|\](?!\]))+)\]\]/g;

function stepsOf(text) {
  return [...text.matchAll(directive)].map((match) => match[1].trim());
}

const words = (text) => text.match(/\S+\s*/g) ?? [''];

/** @param messages of the conversation, `{ role, content }`; what tools answered has another role than `user`, or no text. */
export function planOf(messages) {
  const plan = { pieces: ['OK'], pause: 0, rate: 0, identity: '' };
  const said = messages.findLastIndex(
    (message) => message.role === 'user' && stepsOf(textOf(message.content)).length > 0,
  );
  if (said < 0) {
    return plan;
  }

  const text = textOf(messages[said].content);
  const steps = stepsOf(text);
  const done = messages.slice(said + 1).filter((message) => message.role === 'assistant').length;
  plan.identity = `${done} ${messages.filter((message) => message.role === 'user').length} ${steps.join(' ')}`;
  if (done >= steps.length) {
    return { ...plan, pieces: ['Done.'] };
  }

  const [verb, rest] = split(steps[done]);
  const [first, second] = split(rest);
  switch (verb) {
    case 'say':
      return { ...plan, pieces: words(rest) };
    case 'slow':
      return { ...plan, pause: Number(first), pieces: words(second) };
    case 'stream':
      return { ...plan, pieces: numbered(Number(first)), rate: Number(second) };
    case 'timed':
      return { ...plan, pieces: Array.from({ length: Number(first) }, () => `at ${NOW}`), rate: Number(second) };
    case 'silent':
      return { ...plan, pieces: numbered(Number(first)), silent: true };
    case 'cut':
      return { ...plan, pieces: numbered(Number(first) + 1), cut: Number(first) };
    case 'tool':
      return { ...plan, pieces: [], tool: { name: first, input: JSON.parse(second || '{}') } };
    case 'cut-tool':
      return { ...plan, pieces: [], tool: { name: first, input: JSON.parse(second || '{}') }, cut: 1 };
    case 'quota':
      return { ...plan, failure: { status: 429, quota: true, times: Infinity } };
    case '429':
    case '500':
    case '529':
      return {
        ...plan,
        pieces: ['Recovered.'],
        failure: { status: Number(verb), times: Number(first || 1), retryAfter: second || '1' },
      };
    default:
      return { ...plan, pieces: [`I know no "${verb}".`] };
  }
}

function split(text) {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1).trim()];
}

const numbered = (count) => Array.from({ length: count }, (_, index) => `${index + 1} `);

/** A tool's input as it comes in a stream: in two halves. */
export function halvesOf(input) {
  const json = JSON.stringify(input);
  const middle = Math.ceil(json.length / 2);
  return [json.slice(0, middle), json.slice(middle)];
}
