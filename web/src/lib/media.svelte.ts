/**
 * Whether a media query holds, as long as the page lives. Svelte's own, which can be let go of, brings its watched maps and sets along
 * into the script that the page begins with.
 */
export class Media {
  #current = $state(false);

  constructor(query: string) {
    const list = matchMedia(query);
    this.#current = list.matches;
    list.addEventListener('change', ({ matches }) => (this.#current = matches));
  }

  get current(): boolean {
    return this.#current;
  }
}
