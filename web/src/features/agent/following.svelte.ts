import { tick } from 'svelte';

/** So near the end counts as being there, in pixels. */
const near = 40;

/** Whether a list that grows at its end is read there: then it goes on being shown at its end. */
export class Following {
  #element: HTMLElement | undefined;
  #away = $state(false);

  /** Whether somebody reads further up. */
  get away(): boolean {
    return this.#away;
  }

  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const look = () => {
      this.#away = element.scrollHeight - element.clientHeight - element.scrollTop > near;
    };
    // Growth and a smaller pane alike: only a person goes away from the end.
    const stay = () => {
      if (!this.#away) this.#jump();
    };
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(stay);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    return () => {
      element.removeEventListener('scroll', look);
      sizes.disconnect();
      this.#element = undefined;
    };
  };

  toEnd(): void {
    this.#away = false;
    this.#jump();
  }

  /** Changes what is above, and leaves what is seen where it is. */
  keepPlace(change: () => void): void {
    const element = this.#element;
    const below = element ? element.scrollHeight - element.scrollTop : 0;
    change();
    void tick().then(() => {
      if (element) element.scrollTop = element.scrollHeight - below;
    });
  }

  #jump(): void {
    if (this.#element) this.#element.scrollTop = this.#element.scrollHeight;
  }
}
