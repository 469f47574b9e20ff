/** A guide as it is shown: made of `docs/` when the page is built. Nothing of it is markup. */
export interface Guide {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly is: 'heading'; readonly level: number; readonly id: string; readonly text: readonly Inline[] }
  | { readonly is: 'paragraph'; readonly text: readonly Inline[] }
  | { readonly is: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly is: 'code'; readonly text: string }
  | {
      readonly is: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly is: 'quote'; readonly blocks: readonly Block[] }
  | { readonly is: 'rule' };

export type Inline =
  | string
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'strong'; readonly text: readonly Inline[] }
  | { readonly is: 'em'; readonly text: readonly Inline[] }
  /** To another guide, or out of the page. */
  | { readonly is: 'link'; readonly to: string; readonly text: readonly Inline[] }
  /** A place that an address can name. */
  | { readonly is: 'place'; readonly id: string };

/** What there is to search in: a heading, with the text below it. */
export interface Section {
  readonly guide: string;
  /** Of the heading; empty for what stands above the first. */
  readonly id: string;
  readonly title: string;
  readonly text: string;
}
