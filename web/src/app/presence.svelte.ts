/** Whether a person looks at this page: it is shown and has the keyboard. */
export class Presence {
  readonly #now: () => number;
  #here = $state(false);
  #visible = $state(false);
  #since: number;

  constructor(now: () => number) {
    this.#now = now;
    this.#here = isHere();
    this.#visible = isVisible();
    this.#since = now();
  }

  get here(): boolean {
    return this.#here;
  }

  /** It is on a screen, be it beside what has the keyboard. */
  get visible(): boolean {
    return this.#visible;
  }

  /** When somebody last came to this page. */
  get since(): number {
    return this.#since;
  }

  /** Follows the window until the returned function is called. */
  follow(): () => void {
    const changed = () => {
      const here = isHere();
      if (here && !this.#here) this.#since = this.#now();
      this.#here = here;
      this.#visible = isVisible();
    };
    changed();
    window.addEventListener('focus', changed);
    window.addEventListener('blur', changed);
    document.addEventListener('visibilitychange', changed);
    return () => {
      window.removeEventListener('focus', changed);
      window.removeEventListener('blur', changed);
      document.removeEventListener('visibilitychange', changed);
    };
  }
}

function isHere(): boolean {
  return isVisible() && document.hasFocus();
}

function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
