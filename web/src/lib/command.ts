/** Everything that can be done is one of these: found in the palette, and by its key. */
export interface Command {
  readonly id: string;
  readonly title: string;
  /** Where it stands in the palette: `Session`, `Terminal`, `View`. */
  readonly group: string;
  /** A chord of `chord.ts`. */
  readonly key?: string;
  /** Its key works only while a terminal has the keyboard. */
  readonly inTerminal?: boolean;
  /** False while it makes no sense. */
  enabled?(): boolean;
  run(): void;
}
