import type { AgentModel } from './agent.svelte';
import type { Named } from './contract';

/** At most so many commands are offered at once. */
const mostOffered = 8;

/** What is written to an agent: with what was written before, and the commands that it offers. */
export class PromptWriter {
  readonly #model: AgentModel;
  /** Which of the earlier prompts is shown, from the end; 0 for none of them. */
  #back = 0;
  #selected = $state(0);
  #dismissed = $state('');

  constructor(model: AgentModel) {
    this.#model = model;
  }

  /** The commands that what is written may become. */
  get offered(): readonly Named[] {
    const written = /^\/(\S*)$/.exec(this.#model.draft)?.[1]?.toLowerCase();
    if (written === undefined || this.#dismissed === this.#model.draft) return [];
    const all = this.#model.conversation.commands.filter(({ name }) => name.toLowerCase().startsWith(written));
    return all.slice(0, mostOffered);
  }

  get selected(): number {
    return Math.min(this.#selected, this.offered.length - 1);
  }

  choose({ name }: Named): void {
    this.#model.draft = `/${name} `;
    this.#selected = 0;
  }

  /** @param sends whether Enter sends: with no Shift key at hand it begins a line. True when the key was taken. */
  press(
    event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey' | 'isComposing'>,
    sends: boolean,
  ): boolean {
    if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (this.offered.length > 0 && !event.shiftKey && this.#pressInOffer(event.key)) return true;
    if (event.key === 'Enter' && sends && !event.shiftKey) {
      void this.#model.send();
      return true;
    }
    if (event.key === 'ArrowUp' && !event.shiftKey) return this.#recall(1);
    if (event.key === 'ArrowDown' && !event.shiftKey) return this.#recall(-1);
    return false;
  }

  #pressInOffer(key: string): boolean {
    const count = this.offered.length;
    const chosen = this.offered[this.selected];
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      this.#selected = (this.selected + (key === 'ArrowDown' ? 1 : count - 1)) % count;
    } else if (key === 'Escape') this.#dismissed = this.#model.draft;
    else if ((key === 'Enter' || key === 'Tab') && chosen && this.#model.draft !== `/${chosen.name}`)
      this.choose(chosen);
    else return false;
    return true;
  }

  /** Only from an empty box, or from what was brought back and not changed: elsewhere arrows move within the text. */
  #recall(step: number): boolean {
    const prompts = this.#model.conversation.prompts;
    const shown = this.#back === 0 ? '' : prompts.at(-this.#back);
    if (this.#model.draft !== shown) this.#back = 0;
    if (this.#model.draft !== '' && this.#model.draft !== shown) return false;
    const next = this.#back + step;
    if (next < 0 || next > prompts.length) return false;
    this.#back = next;
    this.#model.draft = next === 0 ? '' : (prompts.at(-next) ?? '');
    return true;
  }
}
