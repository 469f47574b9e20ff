/** What a session's state is called and how it is coloured; one meaning everywhere. */
export type Tone = 'run' | 'wait' | 'fail' | 'idle' | 'info';

export interface HasState {
  readonly state: 'starting' | 'running' | 'exited' | 'failed' | 'lost';
  readonly exitCode?: number | null;
  readonly signal?: string | null;
  readonly reason?: string | null;
}

export interface StateText {
  readonly tone: Tone;
  /** `running`, `exited 1`, `killed by SIGKILL`; never the colour alone. */
  readonly word: string;
  /** Why, where there is a why. */
  readonly reason?: string;
}

/** Has ended, and had a program: a recording has none. */
export function canRestart(session: HasState & { readonly imported?: boolean | null }): boolean {
  return !isAlive(session) && !session.imported;
}

export function isAlive(session: HasState): boolean {
  return session.state === 'running' || session.state === 'starting';
}

export function describeState(session: HasState): StateText {
  switch (session.state) {
    case 'starting':
      return { tone: 'info', word: 'starting' };
    case 'running':
      return { tone: 'run', word: 'running' };
    case 'failed':
      return { tone: 'fail', word: 'failed', reason: session.reason ?? undefined };
    case 'lost':
      return { tone: 'fail', word: 'lost', reason: session.reason ?? undefined };
    case 'exited':
      if (session.signal) return { tone: 'fail', word: `killed by ${session.signal}` };
      return { tone: session.exitCode ? 'fail' : 'idle', word: `exited ${session.exitCode ?? 0}` };
  }
}
