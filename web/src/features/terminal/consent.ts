/** Something that is done only after a person agreed to exactly this. */
export type Consent =
  | { readonly about: 'paste'; readonly text: string }
  | { readonly about: 'run'; readonly text: string }
  | { readonly about: 'link'; readonly target: string }
  | { readonly about: 'clipboard'; readonly text: string };

/** The lines of a paste as they are shown before it: few enough to read. */
export function preview(text: string, most = 8): { lines: string[]; more: number } {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  return {
    lines: lines.slice(0, most).map((line) => (line.length > 200 ? `${line.slice(0, 200)}…` : line)),
    more: Math.max(0, lines.length - most),
  };
}
