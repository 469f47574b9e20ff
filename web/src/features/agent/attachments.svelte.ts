import { m } from '$lib/messages';
import type { ContentBlock } from './contract';
import { shrink } from './shrink';

/** A part of a prompt besides its text, as the protocol has it. */
export type PromptBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mimeType: string; readonly data: string }
  | { readonly type: 'resource_link'; readonly uri: string; readonly name: string }
  | {
      readonly type: 'resource';
      readonly resource: { readonly uri: string; readonly text: string; readonly mimeType?: string };
    };

export interface Attached {
  readonly key: number;
  readonly name: string;
  readonly block: PromptBlock;
}

/** Characters of all parts together, below what the runner takes. */
const most = 140_000;
const mostText = 60_000;

/** What goes with a prompt: pictures, files, what a terminal shows. */
export class Attachments {
  #all = $state.raw<readonly Attached[]>([]);
  #refusal = $state<string>();
  #key = 0;

  get all(): readonly Attached[] {
    return this.#all;
  }

  get blocks(): readonly PromptBlock[] {
    return this.#all.map(({ block }) => block);
  }

  /** Why the last was not taken. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  clear(): void {
    this.#all = [];
    this.#refusal = undefined;
  }

  remove(key: number): void {
    this.#all = this.#all.filter((one) => one.key !== key);
    this.#refusal = undefined;
  }

  add(name: string, block: PromptBlock): void {
    const size = this.#all.reduce((sum, one) => sum + JSON.stringify(one.block).length, JSON.stringify(block).length);
    this.#refusal = size > most ? m.agent_attach_too_much({ name }) : undefined;
    // The same file named twice is attached once.
    const same =
      block.type === 'resource_link' &&
      this.#all.some((one) => one.block.type === block.type && one.block.uri === block.uri);
    if (this.#refusal === undefined && !same) this.#all = [...this.#all, { key: ++this.#key, name, block }];
  }

  /** Takes files of this device. @param images whether the agent takes pictures */
  async take(files: readonly File[], images: boolean): Promise<void> {
    for (const file of files) {
      const name = file.name || m.agent_attach_picture();
      if (file.type.startsWith('image/')) {
        if (!images) this.#refusal = m.agent_attach_no_images();
        else await this.#picture(name, file);
      } else await this.#text(name, file);
    }
  }

  async #picture(name: string, file: File): Promise<void> {
    try {
      this.add(name, { type: 'image', ...(await shrink(file)) });
    } catch {
      this.#refusal = m.agent_attach_unreadable({ name });
    }
  }

  async #text(name: string, file: File): Promise<void> {
    if (file.size > mostText) {
      this.#refusal = m.agent_attach_too_large({ name });
      return;
    }
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
      if (text.includes('\0')) throw new TypeError('no text');
      this.add(name, {
        type: 'resource',
        resource: { uri: `attachment:///${encodeURIComponent(name)}`, mimeType: 'text/plain', text },
      });
    } catch {
      this.#refusal = m.agent_attach_no_text({ name });
    }
  }
}

/** What was sent before, to be sent again. */
export function partsOf(blocks: readonly ContentBlock[]): {
  text: string;
  others: { name: string; block: PromptBlock }[];
} {
  const text = blocks.map((block) => (block.is === 'text' ? block.text : '')).join('');
  const others = blocks.flatMap((block): { name: string; block: PromptBlock }[] => {
    if (block.is === 'image') {
      const [, mimeType = '', data = ''] = /^data:([^;]+);base64,(.*)$/.exec(block.source) ?? [];
      return [{ name: m.agent_attach_picture(), block: { type: 'image', mimeType, data } }];
    }
    if (block.is === 'link')
      return [{ name: block.name, block: { type: 'resource_link', uri: block.uri, name: block.name } }];
    if (block.is === 'resource')
      return [{ name: nameOf(block.uri), block: { type: 'resource', resource: { uri: block.uri, text: block.text } } }];
    return [];
  });
  return { text, others };
}

function nameOf(uri: string): string {
  const last = uri.split('/').at(-1) ?? uri;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
