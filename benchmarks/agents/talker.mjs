// Says a word every ten milliseconds, as an agent does, to whoever reads it.
import { setTimeout as delay } from 'node:timers/promises';

for (let i = 1, next = performance.now(); ; i++) {
  const update = { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: `word ${i} ` } };
  process.stdout.write(
    `${JSON.stringify({ jsonrpc: '2.0', method: 'session/update', params: { sessionId: 's1', update } })}\n`,
  );
  next += 10;
  await delay(Math.max(0, next - performance.now()));
}
