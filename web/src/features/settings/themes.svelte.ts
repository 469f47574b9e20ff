import type { SettingValues } from '$api/generated/settings.gen';
import { m } from '$lib/messages';
import { derivation, isPageLook, type PageLook } from '$lib/page-look';
import { randomId } from '$lib/random-id';
import type { Store } from '$lib/storage';
import { isTerminalTheme, longestName, type TerminalTheme } from '$lib/terminal-themes/theme';
import { oneLine } from '$lib/text';
import type { Toasts } from '$ui/toasts.svelte';
import type { Settings, ThemeId } from './settings.svelte';

export interface NewTheme extends TerminalTheme {
  /** Made once, so that the first paint needs no more than what is kept. */
  readonly look: PageLook;
}

export interface ImportedTheme extends TerminalTheme {
  readonly id: ThemeId;
  /** Undefined until it was made on this device. */
  readonly look: PageLook | undefined;
}

/** More would be a list to search in, not one to choose from. */
export const mostThemes = 20;

type Kept = SettingValues['themes'][number];

/** The terminal themes that were imported. They follow their person; how the page looks in them is made on each device. */
export class Themes {
  readonly #store: Store;
  readonly #settings: Settings;
  readonly #toasts: Toasts;
  #looks = $state.raw<Readonly<Record<string, PageLook>>>({});
  readonly #items = $derived.by<readonly ImportedTheme[]>(() =>
    this.#kept.filter(isTerminalTheme).map((theme) => ({ ...theme, look: this.#looks[theme.id] })),
  );

  constructor(store: Store, settings: Settings, toasts: Toasts) {
    this.#store = store;
    this.#settings = settings;
    this.#toasts = toasts;
    const kept = Object.entries((store.read('looks') ?? {}) as Record<string, unknown>);
    this.#looks = Object.fromEntries(kept.filter((entry): entry is [string, PageLook] => isPageLook(entry[1])));
  }

  get items(): readonly ImportedTheme[] {
    return this.#items;
  }

  get full(): boolean {
    return this.#items.length >= mostThemes;
  }

  /** Some look has to be made, or was made by an earlier version of the page: until then it is worn as it is. */
  get undressed(): boolean {
    return !this.#items.every(isUpToDate);
  }

  find(id: string): ImportedTheme | undefined {
    return this.#items.find((item) => item.id === id);
  }

  /** Keeps a theme and puts it on. One that is here already is only put on; one of the same name is told apart by a number. */
  add({ look, ...theme }: NewTheme): void {
    const known = this.#items.find((item) => isSame(item, theme));
    const id = known?.id ?? (`imported-${randomId()}` as const);
    if (!known) {
      this.#dress({ ...this.#looks, [id]: look });
      this.#keep([...this.#kept, { ...theme, id, name: this.#distinct(theme.name) }]);
    }
    this.#settings.set('theme', id);
  }

  remove(id: ThemeId): void {
    const kept = this.#kept;
    const index = kept.findIndex((item) => item.id === id);
    const theme = kept[index];
    if (!theme) return;
    const wasOn = this.#settings.get('theme') === id;
    if (wasOn) this.#settings.set('theme', 'system');
    this.#keep(kept.toSpliced(index, 1));
    const undo = () => {
      this.#keep(this.#kept.toSpliced(index, 0, theme));
      // Who chose another one meanwhile keeps that.
      if (wasOn && this.#settings.get('theme') === 'system') this.#settings.set('theme', id);
    };
    this.#toasts.tell({
      tone: 'done',
      text: m.settings_theme_removed({ name: theme.name }),
      actions: [{ label: m.common_undo(), run: undo }],
    });
  }

  /** Makes the looks that are missing. */
  async renew(load: () => Promise<(theme: TerminalTheme) => PageLook>): Promise<void> {
    if (!this.undressed) return;
    const make = await load();
    this.#dress(Object.fromEntries(this.#items.map((item) => [item.id, isUpToDate(item) ? item.look : make(item)])));
  }

  get #kept(): readonly Kept[] {
    return this.#settings.get('themes');
  }

  #distinct(name: string): string {
    const taken = new Set(this.#items.map((item) => item.name));
    let distinct = name;
    for (let number = 2; taken.has(distinct); number++)
      distinct = `${oneLine(name, longestName - ` ${number}`.length)} ${number}`;
    return distinct;
  }

  #keep(themes: readonly Kept[]): void {
    this.#settings.set('themes', themes);
  }

  #dress(looks: Readonly<Record<string, PageLook>>): void {
    this.#looks = looks;
    this.#store.write('looks', looks);
  }
}

function isUpToDate(theme: ImportedTheme): theme is ImportedTheme & { look: PageLook } {
  return theme.look?.derivation === derivation;
}

function isSame(one: TerminalTheme, other: TerminalTheme): boolean {
  const facts = ({ name, background, foreground, ansi, cursor, selection }: TerminalTheme) =>
    [name, background, foreground, ...ansi, cursor, selection].join();
  return facts(one) === facts(other);
}
