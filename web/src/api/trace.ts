/** The id of one thing that somebody did, in the page, the server and the runner: W3C Trace Context. */
export interface Trace {
  /** 32 hexadecimal digits. */
  readonly id: string;
  /** What a request carries as `traceparent`. */
  readonly parent: string;
}

export function newTrace(): Trace {
  const id = random(16);
  return { id, parent: `00-${id}-${random(8)}-01` };
}

function random(bytes: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );
}
