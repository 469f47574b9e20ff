import { m } from '$lib/messages';
import { pageLook } from '$lib/page-tokens';
import { readThemes } from '$lib/terminal-themes/read';
import { largestText, longestName, type TerminalTheme } from '$lib/terminal-themes/theme';
import { oneLine } from '$lib/text';
import { mostThemes, type Themes } from './themes.svelte';

/** The form that imports a theme. Nothing changes before a text was read to its end. */
export class ImportTheme {
  name = $state('');
  /** Which of the themes that were found. */
  chosen = $state('0');
  readonly #themes: Themes;
  #text = $state('');
  /** What the file is called, without its ending: the name of a theme whose format has none. */
  #fileName: string | undefined;
  #found = $state.raw<readonly TerminalTheme[]>([]);
  #problem = $state<string>();

  constructor(themes: Themes) {
    this.#themes = themes;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#take(text);
  }

  /** What is in the text, once it was read. */
  get found(): readonly TerminalTheme[] {
    return this.#found;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  /** Takes a file's text and reads it, so that what is wrong with it is seen beside it. */
  async choose(file: File): Promise<void> {
    const text = file.size > largestText ? undefined : await file.text().catch(() => undefined);
    if (text !== undefined) {
      this.#take(text, file.name.replace(/(?<=.)\.[a-z0-9]+$/i, ''));
      this.#read();
    } else if (file.size > largestText) {
      this.#problem = m.settings_theme_too_large({ name: file.name, most: largestText / 1024 });
    } else {
      this.#problem = m.settings_file_unread({ name: file.name });
    }
  }

  /** True once the theme is kept and on. False with `problem` set, or with several to choose from. */
  submit(): boolean {
    const seen = this.#found.length > 0;
    if (!seen) this.#read();
    const theme = this.#found[Number(this.chosen)];
    // Several are shown first, to choose one.
    if (!theme || (!seen && this.#found.length > 1)) return false;
    if (this.#themes.full) {
      this.#problem = m.settings_themes_full({ most: mostThemes });
      return false;
    }
    this.#themes.add({ ...theme, name: oneLine(this.name, longestName) || theme.name, look: pageLook(theme) });
    return true;
  }

  #take(text: string, fileName?: string): void {
    this.#text = text;
    this.#fileName = fileName;
    this.#found = [];
    this.chosen = '0';
    this.#problem = undefined;
  }

  #read(): void {
    const reading = readThemes(this.#text, this.#fileName);
    if ('problem' in reading) this.#problem = reading.problem;
    else this.#found = reading.themes;
  }
}
