import type { Rule } from '$lib/keymap';
import { m } from '$lib/messages';
import { mostRules, type KeyEditor } from './key-editor.svelte';
import type { Keymap } from './keymap.svelte';
import { largestKeymap, readKeybindings, type Reading } from './import';

/** The form that imports bindings. What would be taken is seen before it is. */
export class ImportKeys {
  readonly #editor: KeyEditor;
  readonly #keymap: Keymap;
  #text = $state('');
  #reading = $state.raw<Reading>();
  #problem = $state<string>();

  constructor(editor: KeyEditor, keymap: Keymap) {
    this.#editor = editor;
    this.#keymap = keymap;
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#reading = this.#problem = undefined;
  }

  get reading(): Reading | undefined {
    return this.#reading;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  titleOf({ command }: Rule): string {
    const title = this.#keymap.commands.get(command.replace(/^-/, ''))?.title() ?? command;
    return command.startsWith('-') ? m.keys_import_away({ command: title }) : title;
  }

  async choose(file: File): Promise<void> {
    const text = file.size > largestKeymap ? undefined : await file.text().catch(() => undefined);
    if (text !== undefined) {
      this.text = text;
      this.read();
    } else if (file.size > largestKeymap)
      this.#problem = m.keys_import_too_large({ name: file.name, most: largestKeymap / 1024 });
    else this.#problem = m.settings_file_unread({ name: file.name });
  }

  read(): void {
    if (this.#text.length > largestKeymap)
      this.#problem = m.keys_import_too_large({ name: m.keys_import_text(), most: largestKeymap / 1024 });
    else
      this.#reading = readKeybindings(this.#text, {
        known: this.#keymap.known,
        has: (id) => this.#keymap.commands.has(id),
      });
  }

  /** True once something was taken; else what was read is seen first. */
  submit(): boolean {
    if (!this.#reading) this.read();
    else if (this.#reading.taken.length > 0) {
      if (this.#editor.add(this.#reading.taken)) return true;
      this.#problem = m.keys_import_too_many({ most: mostRules });
    }
    return false;
  }
}
