import { m } from '$lib/messages';
import type { AgentModel } from './agent.svelte';
import type { Mentions } from './doings';

/** At most so many are offered at once. */
const mostOffered = 8;

/** Something that what is written may become. */
export interface Offer {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  choose(): void;
}

/** What is written to an agent: with what was written before, the commands that it offers, and what can be named. */
export class PromptWriter {
  readonly #model: AgentModel;
  readonly #mentions: Mentions | undefined;
  /** Which of the earlier prompts is shown, from the end; 0 for none of them. */
  #back = 0;
  #selected = $state(0);
  #dismissed = $state('');
  #files = $state.raw<readonly string[]>([]);
  #asked = '';

  constructor(model: AgentModel, mentions?: Mentions) {
    this.#model = model;
    this.#mentions = mentions;
  }

  get offered(): readonly Offer[] {
    if (this.#dismissed === this.#model.draft) return [];
    return this.#commands() ?? this.#named() ?? [];
  }

  get selected(): number {
    return Math.min(this.#selected, this.offered.length - 1);
  }

  choose(offer: Offer): void {
    offer.choose();
    this.#selected = 0;
  }

  /** Begins to name something, where the text ends. */
  mention(): void {
    const { draft } = this.#model;
    this.#dismissed = '';
    this.#model.draft = draft === '' || /\s$/.test(draft) ? `${draft}@` : `${draft} @`;
  }

  #commands(): readonly Offer[] | undefined {
    const written = /^\/(\S*)$/.exec(this.#model.draft)?.[1]?.toLowerCase();
    if (written === undefined) return undefined;
    const all = this.#model.conversation.commands.filter(({ name }) => name.toLowerCase().startsWith(written));
    return all.slice(0, mostOffered).map(({ id, name, description, hint }) => ({
      id,
      name,
      description: description || hint,
      choose: () => {
        this.#model.draft = `/${name} `;
      },
    }));
  }

  #named(): readonly Offer[] | undefined {
    const mentions = this.#mentions;
    const written = /(?:^|\s)@([^\s@]*)$/.exec(this.#model.draft)?.[1];
    if (!mentions || written === undefined) return undefined;
    const terminals = mentions
      .sessions()
      .filter(({ name }) => name.toLowerCase().includes(written.toLowerCase()))
      .slice(0, 3)
      .flatMap(({ id, name }) => this.#terminal(mentions, id, name));
    if (written !== this.#asked) {
      this.#asked = written;
      // Nothing may change while what is shown is being worked out.
      queueMicrotask(() => void this.#find(mentions, written));
    }
    const files = this.#files.map((path) => ({
      id: `file:${path}`,
      name: path.slice(path.lastIndexOf('/') + 1),
      description: path,
      choose: () => this.#put(path, { type: 'resource_link' as const, uri: mentions.address(path), name: path }),
    }));
    // A terminal is one of few, a file of many.
    return [...files.slice(0, mostOffered - Math.min(terminals.length, 4)), ...terminals].slice(0, mostOffered);
  }

  #terminal(mentions: Mentions, id: string, name: string): Offer[] {
    const take = async (what: string, uri: string, read: Promise<string | undefined>) => {
      const text = await read.catch(() => undefined);
      if (text === undefined) this.#model.say(m.agent_mention_nothing({ name }));
      else
        this.#put(
          name,
          { type: 'resource', resource: { uri, mimeType: 'text/plain', text: text.slice(-40_000) } },
          `${name}: ${what}`,
        );
    };
    const [screen, output] = [m.agent_mention_screen(), m.agent_mention_output()];
    return [
      {
        id: `screen:${id}`,
        name,
        description: screen,
        choose: () => void take(screen, `dispatch://session/${id}/screen.txt`, mentions.screen(id)),
      },
      {
        id: `output:${id}`,
        name,
        description: output,
        choose: () => void take(output, `dispatch://session/${id}/output.txt`, mentions.lastOutput(id)),
      },
    ];
  }

  /** In the place of what was written to find it. */
  #put(name: string, block: Parameters<AgentModel['attachments']['add']>[1], title = name): void {
    this.#model.draft = this.#model.draft.replace(/@[^\s@]*$/, `@${name} `);
    this.#model.attachments.add(title, block);
  }

  async #find(mentions: Mentions, written: string): Promise<void> {
    const found = await mentions.files(written).catch(() => []);
    if (written === this.#asked) this.#files = found;
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
    if (event.key === 'Escape' && this.#model.editing) {
      this.#model.stopEditing();
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
