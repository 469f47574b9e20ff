/** How wide the side bar may be, in CSS pixels. */
export const sideBarLimits = { narrowest: 180, widest: 480, usual: 248 };

/** The bar beside the panes: whether it is shown, and how wide. */
export class SideBar {
  #changed: () => void = () => undefined;
  #width = $state(sideBarLimits.usual);
  #shown = $state(true);
  /** Where it lies over the panes it is shown for a while only. */
  #drawn = $state(false);
  readonly #floats: () => boolean;

  /** @param floats whether there is no room for it beside the panes. */
  constructor(floats: () => boolean = () => false) {
    this.#floats = floats;
  }

  /** Calls back after every change that a person makes. */
  onChange(listener: () => void): void {
    this.#changed = listener;
  }

  get width(): number {
    return this.#width;
  }

  set width(width: number) {
    this.#width = clamp(width);
    this.#changed();
  }

  get floats(): boolean {
    return this.#floats();
  }

  get shown(): boolean {
    return this.floats ? this.#drawn : this.#shown;
  }

  /** Something was chosen, or another place pressed. */
  leave(): void {
    this.#drawn = false;
  }

  toggle(): void {
    if (this.floats) {
      this.#drawn = !this.#drawn;
      return;
    }
    this.#shown = !this.#shown;
    this.#changed();
  }

  restore({ width, shown }: { readonly width: number; readonly shown: boolean }): void {
    this.#width = clamp(width);
    this.#shown = shown;
  }
}

function clamp(width: number): number {
  return Math.round(Math.min(sideBarLimits.widest, Math.max(sideBarLimits.narrowest, width)));
}
