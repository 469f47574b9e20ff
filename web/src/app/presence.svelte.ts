/** Whether a person looks at this page: it is shown and has the keyboard. */
export class Presence {
  #here = $state(false);

  constructor() {
    this.#here = isHere();
  }

  get here(): boolean {
    return this.#here;
  }

  /** Follows the window until the returned function is called. */
  follow(): () => void {
    const changed = () => (this.#here = isHere());
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
  return document.visibilityState === 'visible' && document.hasFocus();
}
