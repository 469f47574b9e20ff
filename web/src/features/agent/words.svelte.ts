import { GrowingMarkdown, type MarkBlock } from '$lib/markdown';
import { pathOfAddress } from './addresses';

/** A text that comes in pieces. It is read as Markdown when somebody looks at it, and then only its end. */
export class Words {
  readonly is: 'said' | 'thought';
  #text = $state('');
  #markdown: GrowingMarkdown | undefined;

  constructor(is: 'said' | 'thought', text: string) {
    this.is = is;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  get blocks(): readonly MarkBlock[] {
    this.#markdown ??= new GrowingMarkdown(pathOfAddress);
    return this.#markdown.read(this.#text);
  }

  append(text: string): void {
    this.#text += text;
  }
}
