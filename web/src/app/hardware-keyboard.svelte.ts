/** Whether there is a keyboard with keys of its own: then nobody needs the row of them that stands in for it. */
export class HardwareKeyboard {
  #there = $state(false);

  get there(): boolean {
    return this.#there;
  }

  /**
   * A key was pressed. The keyboard on a screen names no key by its place, or types what no key does.
   * @param onScreen whether such a keyboard is open.
   */
  pressed({ code, key }: Pick<KeyboardEvent, 'code' | 'key'>, onScreen: boolean): void {
    if (onScreen) this.#there = false;
    else if (code !== '' && code !== 'Unidentified' && key !== 'Unidentified' && key !== 'Process') this.#there = true;
  }

  /** It is gone, or the row of keys is wanted all the same. */
  forget(): void {
    this.#there = false;
  }
}
