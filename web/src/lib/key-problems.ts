import { m } from './messages';
import { longestWhen, type KeyProblem } from './when';

/** What is wrong with a key or a when-clause, for a person. */
export function wordsOf(problem: KeyProblem): string {
  switch (problem.what) {
    case 'no-key':
      return m.keys_no_such_key({ key: problem.text });
    case 'too-long':
      return m.keys_when_too_long({ most: longestWhen });
    case 'unexpected':
      return m.keys_when_unexpected({ found: problem.text });
    case 'unclosed':
      return m.keys_when_unclosed();
    case 'unknown':
      return m.keys_when_unknown({ key: problem.text });
    case 'choice':
      return m.keys_when_choice({ key: problem.text, options: problem.options.join(', ') });
    case 'boolean':
      return m.keys_when_boolean({ key: problem.text });
    case 'ends':
      return m.keys_when_ends();
  }
}
