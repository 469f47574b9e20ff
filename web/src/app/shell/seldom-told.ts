import { wordsOf } from '$lib/key-problems';
import { m } from '$lib/messages';
import { duration } from '$lib/time';
import type { KeyProblem } from '$lib/when';
import type { Services } from '../services';

/** What few ever read: loaded when it is to be told. */
export function tellKeyFault({ toasts, router }: Pick<Services, 'toasts' | 'router'>, problem: KeyProblem): void {
  toasts.tell({
    tone: 'fail',
    text: m.keys_fault_told({ reason: wordsOf(problem) }),
    actions: [{ label: m.commands_change_keys(), run: () => router.go({ view: 'settings', page: 'keys' }) }],
  });
}

/** @param ahead milliseconds by which this device's clock is ahead of the server's. */
export function tellClock({ toasts }: Pick<Services, 'toasts'>, ahead: number): void {
  const difference = duration(Math.abs(ahead));
  const text = ahead > 0 ? m.frame_clock_ahead({ difference }) : m.frame_clock_behind({ difference });
  toasts.tell({ tone: 'wait', text });
}
