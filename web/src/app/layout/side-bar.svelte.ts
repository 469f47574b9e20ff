/** How wide the side bar may be, in CSS pixels. */
export const sideBarLimits = { narrowest: 180, widest: 480, usual: 248 };

const views = ['sessions', 'files', 'search'] as const;
/** What it shows. */
export type SideView = (typeof views)[number];

/** The bar beside the panes: whether it is shown, and how wide. */
export class SideBar {
  #changed: () => void = () => undefined;
  #width = $state(sideBarLimits.usual);
  #shown = $state(true);
  #view = $state<SideView>('sessions');
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

  get view(): SideView {
    return this.#view;
  }

  /** Shows one of its views. */
  show(view: SideView): void {
    this.#view = view;
    if (this.floats) this.#drawn = true;
    else this.#shown = true;
    this.#changed();
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

  restore({ width, shown, view }: { readonly width: number; readonly shown: boolean; readonly view?: string }): void {
    this.#width = clamp(width);
    this.#view = views.find((known) => known === view) ?? 'sessions';
    this.#shown = shown;
  }
}

function clamp(width: number): number {
  return Math.round(Math.min(sideBarLimits.widest, Math.max(sideBarLimits.narrowest, width)));
}
