import type { Sessions } from '../features/sessions/sessions.svelte';
import type { Settings } from '../features/settings/settings.svelte';
import type { Router } from './router.svelte';

export interface WelcomeOptions {
  readonly settings: Pick<Settings, 'loaded' | 'get' | 'set'>;
  readonly sessions: Pick<Sessions, 'loaded' | 'all'>;
  readonly router: Pick<Router, 'route'>;
}

/** Whether somebody is here for the first time: nothing runs, nothing is named by the address, and the welcome wasn't shown to them yet. */
export class Welcome {
  readonly #options: WelcomeOptions;

  constructor(options: WelcomeOptions) {
    this.#options = options;
  }

  get due(): boolean {
    const { settings, sessions, router } = this.#options;
    return (
      settings.loaded &&
      sessions.loaded &&
      sessions.all.length === 0 &&
      router.route.view === 'home' &&
      !settings.get('onboarded')
    );
  }

  /** Never again, on any device of theirs. */
  done(): void {
    this.#options.settings.set('onboarded', true, 'user');
  }
}
