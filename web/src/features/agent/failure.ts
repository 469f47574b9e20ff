import { id, named, text, type Facts, type Named } from './contract';

/** Why the agent can't be prompted. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  /** Ways to sign in, when that is what it wants. */
  readonly auth: readonly Named[];
}

/** The protocol's code of an agent that wants a sign-in. */
const authRequired = '-32000';

/** An agent names its ways to sign in whatever the failure. */
export function failureOf(data: Facts): Failure {
  const code = id(data.code);
  return { code, message: text(data.message), auth: code === authRequired ? named(data.auth) : [] };
}
