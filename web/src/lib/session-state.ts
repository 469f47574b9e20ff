import { m } from '$lib/messages';

/** What a session's state is called and how it is coloured; one meaning everywhere. */
export type Tone = 'run' | 'wait' | 'fail' | 'idle' | 'info';

export interface HasState {
  readonly state: 'starting' | 'running' | 'exited' | 'failed' | 'lost';
  readonly exitCode?: number | null;
  readonly signal?: string | null;
  readonly reason?: string | null;
  readonly kind?: string;
  /** It waits for a person. */
  readonly waiting?: object | null;
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
      return { tone: 'info', word: m.common_state_starting() };
    case 'running':
      return session.waiting
        ? { tone: 'wait', word: m.common_state_waiting() }
        : { tone: 'run', word: m.common_state_running() };
    case 'failed':
      return { tone: 'fail', word: m.common_state_failed(), reason: session.reason ?? undefined };
    case 'lost':
      return { tone: 'fail', word: m.common_state_lost(), reason: session.reason ?? undefined };
    case 'exited':
      // An agent has no other end than that somebody ends it: nothing failed.
      if (session.kind === 'agent' && session.signal === 'SIGTERM')
        return { tone: 'idle', word: m.common_state_ended() };
      if (session.signal) return { tone: 'fail', word: m.common_state_killed({ signal: session.signal }) };
      // A recording that doesn't say how its program ended.
      if (typeof session.exitCode !== 'number') return { tone: 'idle', word: m.common_state_ended() };
      return { tone: session.exitCode ? 'fail' : 'idle', word: m.common_state_exited({ code: session.exitCode }) };
  }
}
