import type { Attachment } from './attachment.ts';
import type { SessionInfo } from './api.ts';
import type { Dispatch } from './dispatch.ts';

/** A shell without anybody's start files, with a client attached and its prompt there. */
export async function openShell(dispatch: Dispatch): Promise<{ session: SessionInfo; client: Attachment }> {
  const session = await dispatch.api.create({
    command: ['bash', '--norc', '--noprofile', '-i'],
    cols: 200,
    env: { PS1: 'ready> ' },
  });
  const client = await dispatch.attach(session.id);
  await client.see('ready> ');
  return { session, client };
}

let asked = 0;

/** Runs a line in a shell and gives what it printed. The marks are put together by the shell, so that their echo doesn't count. */
export async function ask(client: Attachment, line: string): Promise<string> {
  const from = client.bytes;
  // Marks of its own: what others asked may still be on its way, and the echo has neither.
  const number = ++asked;
  await client.type(`printf '<%s<' ${number}; ${line}; printf '>%s>' ${number}\r`);
  const start = await client.see(`<${number}<`, from);
  const end = await client.see(`>${number}>`, start);
  return client.output
    .subarray(start, end - `>${number}>`.length)
    .toString('utf8')
    .trim();
}

const begin = 'FLOOD-BEGIN\r\n';
const end = 'FLOOD-END\r\n';

/** Prints the numbers up to `last`, between marks. */
export async function startFlood(client: Attachment, last: number): Promise<void> {
  await client.type(`printf 'FLOOD-%s\\n' BEGIN; seq 1 ${last}; printf 'FLOOD-%s\\n' END\r`);
  await client.see(begin);
}

export async function floodEnds(client: Attachment, timeout = 60_000): Promise<void> {
  await client.see(end, Math.max(0, client.bytes - end.length), timeout);
}

/** What a flood must have printed: the terminal makes a line end of two bytes. */
export function floodOf(last: number): Buffer {
  const lines: string[] = [];
  for (let number = 1; number <= last; number++) lines.push(`${number}\r\n`);
  return Buffer.from(lines.join(''));
}

/** The flood's own bytes within all that a session printed. */
export function floodIn(output: Buffer): Buffer {
  const start = output.indexOf(begin);
  const stop = output.indexOf(end);
  if (start < 0 || stop < 0) throw new Error('The flood has no beginning or no end.');
  return output.subarray(start + begin.length, stop);
}

/** All that a session printed, as its log has it from the first event on. */
export async function wholePast(dispatch: Dispatch, id: string, last: string): Promise<Attachment> {
  const client = await dispatch.attach(id);
  await client.see(last, 0, 60_000);
  return client;
}

/** Says where two runs of bytes part, which a plain comparison of millions of them doesn't. */
export function difference(actual: Buffer, expected: Buffer): string | undefined {
  if (actual.equals(expected)) return undefined;
  let at = 0;
  while (at < actual.length && actual[at] === expected[at]) at++;
  const around = (bytes: Buffer) => JSON.stringify(bytes.subarray(Math.max(0, at - 20), at + 40).toString('latin1'));
  return `${actual.length} bytes instead of ${expected.length}; they part at ${at}: ${around(actual)} instead of ${around(expected)}`;
}
