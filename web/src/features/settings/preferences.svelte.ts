import type { Store } from '$lib/storage';

export type ThemeChoice = 'system' | 'dark' | 'light';
export type ClipboardWrites = 'never' | 'ask' | 'always';

/** A command that ran for ten seconds has lost its person's eyes. */
const usualLongCommand = 10_000;

const themes: readonly ThemeChoice[] = ['system', 'dark', 'light'];
const writes: readonly ClipboardWrites[] = ['never', 'ask', 'always'];

/** What a person chose on this device. `public/theme.js` reads the theme before the page's own code is there. */
export class Preferences {
  readonly #store: Store;
  #theme = $state<ThemeChoice>('system');
  #copyOnSelect = $state(false);
  #clipboardWrites = $state<ClipboardWrites>('never');

  #longCommand = $state<number>();
  #systemNotices = $state(false);

  constructor(store: Store) {
    this.#store = store;
    const kept = (store.read('preferences') ?? {}) as Record<string, unknown>;
    this.#theme = themes.find((theme) => theme === kept.theme) ?? 'system';
    this.#copyOnSelect = kept.copyOnSelect === true;
    this.#clipboardWrites = writes.find((write) => write === kept.clipboardWrites) ?? 'never';
    this.#longCommand = kept.longCommand === null ? undefined : usualLongCommand;
    if (typeof kept.longCommand === 'number' && kept.longCommand >= 0) this.#longCommand = kept.longCommand;
    this.#systemNotices = kept.systemNotices === true;
  }

  /** Milliseconds from which a command that ends unseen is told of; undefined for never. */
  get longCommand(): number | undefined {
    return this.#longCommand;
  }

  set longCommand(milliseconds: number | undefined) {
    this.#longCommand = milliseconds;
    this.#keep();
  }

  /** Also by the browser's own notifications, once it allows them. */
  get systemNotices(): boolean {
    return this.#systemNotices;
  }

  set systemNotices(on: boolean) {
    this.#systemNotices = on;
    this.#keep();
  }

  get theme(): ThemeChoice {
    return this.#theme;
  }

  set theme(theme: ThemeChoice) {
    this.#theme = theme;
    this.#keep();
  }

  get copyOnSelect(): boolean {
    return this.#copyOnSelect;
  }

  set copyOnSelect(on: boolean) {
    this.#copyOnSelect = on;
    this.#keep();
  }

  get clipboardWrites(): ClipboardWrites {
    return this.#clipboardWrites;
  }

  set clipboardWrites(allowed: ClipboardWrites) {
    this.#clipboardWrites = allowed;
    this.#keep();
  }

  #keep(): void {
    this.#store.write('preferences', {
      theme: this.#theme,
      copyOnSelect: this.#copyOnSelect,
      clipboardWrites: this.#clipboardWrites,
      longCommand: this.#longCommand ?? null,
      systemNotices: this.#systemNotices,
    });
  }
}
