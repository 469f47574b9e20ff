import { defaults, shapes, type SettingValues } from '$api/generated/settings.gen';
import { isPageLook } from '$lib/page-look';
import type { Store } from '$lib/storage';
import { fits, type Shape } from './fits';
import type { Changes, SettingKey } from './settings.svelte';

type Themes = SettingValues['themes'];

/** What versions before 0.2 kept in this browser alone, as changes of settings: choices for the device, imported themes for the user. */
export class CarriedOver {
  readonly #store: Store;
  readonly device: Changes;
  readonly themes: Themes;

  constructor(store: Store) {
    this.#store = store;
    this.device = choices(store.read('preferences'));
    const imported = store.read('themes');
    const kept = (Array.isArray(imported) ? imported : []) as ({ id?: string; look?: unknown } | null)[];
    this.themes = kept.map(bare).filter((theme): theme is Themes[number] => fits(theme, shapes.themes.item));
    const looks = kept.filter((theme) => theme && isPageLook(theme.look)).map((theme) => [theme?.id, theme?.look]);
    if (looks.length > 0) store.write('looks', Object.fromEntries(looks));
  }

  /** The themes that there are, and those of this browser. */
  with(there: Themes): Themes {
    const known = new Set(there.map(({ id }) => id));
    return [...there, ...this.themes.filter(({ id }) => !known.has(id))].slice(0, 20);
  }

  /** They are on the server: never again. */
  arrived(layer: string): void {
    if (layer === 'device') this.#store.write('preferences', null);
    if (layer === 'user') this.#store.write('themes', null);
  }
}

function choices(kept: unknown): Changes {
  const { theme, copyOnSelect, clipboardWrites, longCommand, systemNotices } = (kept ?? {}) as Record<string, unknown>;
  const all: Partial<Record<SettingKey, unknown>> = {
    theme,
    'terminal.copyOnSelect': copyOnSelect,
    'terminal.clipboardWrites': clipboardWrites,
    'notifications.longCommand': longCommand === null ? 0 : Math.round(Number(longCommand) / 1000),
    'notifications.system': systemNotices,
  };
  return Object.fromEntries(
    Object.entries(all).filter(
      ([key, value]) => fits(value, shapes[key as SettingKey] as Shape) && value !== defaults[key as SettingKey],
    ),
  );
}

/** Without how it looks, which each device makes for itself. */
function bare(theme: object | null): object {
  return Object.fromEntries(Object.entries(theme ?? {}).filter(([name]) => name !== 'look'));
}
