import { tick } from 'svelte';

/** So near the end counts as being there, in pixels. */
const near = 40;
/** How long what is gone to may move, in milliseconds. */
const settling = 1000;

/** Whether a list that grows at its end is read there: then it goes on being shown at its end. */
export class Following {
  #element: HTMLElement | undefined;
  #away = $state(false);
  #top = 0;
  #height = 0;
  /** While a place is being gone to: until then nothing says where somebody reads. */
  #going: AbortController | undefined;

  /** Whether somebody reads further up. */
  get away(): boolean {
    return this.#away;
  }

  readonly attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const look = () => this.#look();
    const stay = () => {
      const again = this.#height === 0;
      this.#height = element.clientHeight;
      if (this.#height === 0 || this.#going) return;
      if (!this.#away) this.#jump();
      else if (again) element.scrollTop = this.#top;
    };
    element.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(stay);
    sizes.observe(element);
    for (const child of element.children) sizes.observe(child);
    return () => {
      this.#going?.abort();
      element.removeEventListener('scroll', look);
      sizes.disconnect();
      this.#element = undefined;
    };
  };

  toEnd(): void {
    this.#going?.abort();
    this.#away = false;
    this.#jump();
  }

  /** Changes what is above, and leaves what is seen where it is. */
  keepPlace(change: () => void): void {
    const element = this.#element;
    const edge = element?.getBoundingClientRect().top ?? 0;
    const seen = [...(element?.querySelectorAll('[data-turn]') ?? [])].find(
      (one) => one.getBoundingClientRect().bottom > edge,
    );
    const before = seen?.getBoundingClientRect().top ?? 0;
    change();
    void tick().then(() => {
      if (element && seen) element.scrollTop += seen.getBoundingClientRect().top - before;
    });
  }

  /** Shows what is in the list from its beginning on, and marks it for a moment. */
  toPlace(place: HTMLElement): void {
    const element = this.#element;
    if (!element || element.clientHeight === 0) return;
    this.#going?.abort();
    const going = new AbortController();
    this.#going = going;
    this.#away = true;
    const over = () => {
      this.#going = undefined;
      this.#look();
    };
    going.signal.addEventListener('abort', over, { once: true });
    place.classList.add('found');
    place.addEventListener('animationend', () => place.classList.remove('found'), { once: true });
    // What was far away gets its size only when it comes near: it is gone to until nothing moves, or a person does.
    for (const move of ['wheel', 'touchstart', 'keydown', 'pointerdown'])
      element.addEventListener(move, () => going.abort(), { signal: going.signal, passive: true });
    const end = performance.now() + settling;
    const go = () => {
      if (going.signal.aborted) return;
      if (!place.isConnected || element.clientHeight === 0 || performance.now() > end) return going.abort();
      // Not scrollIntoView: that moves what is around the list too.
      element.scrollTop += place.getBoundingClientRect().top - element.getBoundingClientRect().top;
      this.#top = element.scrollTop;
      requestAnimationFrame(go);
    };
    go();
  }

  #look(): void {
    const element = this.#element;
    // Hidden, or shown again from its beginning: what it was at is kept until its size is known.
    if (!element?.clientHeight || this.#going || element.clientHeight !== this.#height) return;
    const { scrollTop } = element;
    if (element.scrollHeight - element.clientHeight - scrollTop <= near) this.#away = false;
    // What grows in the meantime takes nobody away from the end; only who scrolls up goes.
    else if (scrollTop < this.#top - 1) this.#away = true;
    this.#top = scrollTop;
  }

  #jump(): void {
    if (!this.#element) return;
    this.#element.scrollTop = this.#element.scrollHeight;
    this.#top = this.#element.scrollTop;
  }
}
