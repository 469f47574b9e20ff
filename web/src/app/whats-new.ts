import { m } from '$lib/messages';
import type { Store } from '$lib/storage';
import type { Toasts } from '$ui/toasts.svelte';
import { version as own } from 'virtual:version';
import type { Router } from './router.svelte';

export interface WhatsNewOptions {
  /** Remembers which version of the page this device saw last. */
  readonly store: Store;
  readonly toasts: Pick<Toasts, 'tell'>;
  readonly router: Pick<Router, 'go'>;
  readonly version?: string;
}

/** After an upgrade a word leads to what has changed; to who is here for the first time all is new. */
export function tellWhatsNew({ store, toasts, router, version = own }: WhatsNewOptions): void {
  const seen = store.read('seen-version');
  if (seen === version) return;
  store.write('seen-version', version);
  if (typeof seen !== 'string') return;
  toasts.tell({
    tone: 'done',
    text: m.help_upgraded({ version }),
    actions: [{ label: m.help_whats_new(), run: () => router.go({ view: 'help', guide: 'changelog' }) }],
  });
}
