/** A screen as the runner tells it (docs/screen-json.md). Rows and columns count from 0. All texts are what a program wrote: untrusted. */
export interface ScreenJson {
  readonly cols: number;
  readonly rows: number;
  readonly cursor: { readonly row: number; readonly col: number; readonly visible: boolean };
  readonly colors?: { readonly palette?: Readonly<Record<string, string>> };
  readonly lines: readonly ScreenLine[];
}

export interface ScreenLine {
  readonly index: number;
  readonly runs: readonly ScreenRun[];
}

/** Cells beside one another that look alike. */
export interface ScreenRun {
  readonly col: number;
  readonly columns: number;
  readonly text: string;
  readonly fg?: number | string;
  readonly bg?: number | string;
  readonly bold?: boolean;
  readonly faint?: boolean;
  readonly italic?: boolean;
  readonly underline?: string;
  readonly inverse?: boolean;
  readonly hidden?: boolean;
  readonly strikethrough?: boolean;
}

/** A line as text, as far as it can be seen. */
export function textOf({ runs }: ScreenLine): string {
  let text = '';
  let at = 0;
  for (const run of runs) {
    text += ' '.repeat(Math.max(0, run.col - at)) + (run.hidden ? ' '.repeat(run.columns) : run.text);
    at = run.col + run.columns;
  }
  return text.trimEnd();
}

/** The last line that says something. */
export function lastText({ lines }: ScreenJson): string {
  for (const line of lines.toReversed()) {
    const text = textOf(line).trim();
    if (text !== '') return text;
  }
  return '';
}
