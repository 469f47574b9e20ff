import type { IDisposable, Terminal } from '@xterm/xterm';
import type { Point } from './fingers';
import { between, joined, wordAt, type Cells, type Span } from './selection';

/** A place between two cells as it is seen: its line from top to bottom, in CSS pixels within the pane. */
export interface Seen {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** What is selected in a terminal, and where on the page that is. */
export class SelectionScreen implements IDisposable {
  readonly #terminal: Terminal;
  readonly #pane: HTMLElement;
  readonly #ends: IDisposable[];

  /** @param changed other text is selected, or none, or the screen was drawn. */
  constructor(terminal: Terminal, pane: HTMLElement, changed: () => void) {
    this.#terminal = terminal;
    this.#pane = pane;
    this.#ends = [terminal.onSelectionChange(changed), terminal.onRender(changed)];
  }

  get span(): Span | undefined {
    const at = this.#terminal.getSelectionPosition();
    const { cols } = this.#terminal;
    const span = at && { start: at.start.y * cols + at.start.x, end: at.end.y * cols + at.end.x };
    return span && span.end > span.start ? span : undefined;
  }

  get cols(): number {
    return this.#terminal.cols;
  }

  /** Only the usual screen has more than is seen. */
  get scrolls(): boolean {
    return this.#terminal.buffer.active.type === 'normal';
  }

  wordAt(at: Point): Span | undefined {
    const cell = this.#lineAt(at) * this.cols + Math.min(this.cols - 1, Math.max(0, Math.floor(this.#columns(at))));
    return wordAt(this.#cells(), cell, this.#terminal.options.wordSeparator ?? ' ');
  }

  /** The place between two cells that is nearest. */
  boundaryAt(at: Point): number {
    return this.#lineAt(at) * this.cols + Math.min(this.cols, Math.max(0, Math.round(this.#columns(at))));
  }

  select({ start, end }: Span): void {
    this.#terminal.select(start % this.cols, Math.floor(start / this.cols), end - start);
  }

  selectBetween(fixed: number, moved: number): void {
    this.select(between(this.#cells(), fixed, moved));
  }

  /** From a word to where a finger came, whole words. */
  selectFrom(word: Span, at: Point): void {
    const boundary = this.boundaryAt(at);
    this.select(joined(word, this.wordAt(at) ?? { start: boundary, end: boundary }));
  }

  clear(): void {
    this.#terminal.clearSelection();
  }

  scroll(rows: number): void {
    this.#terminal.scrollLines(rows);
  }

  /** -1 at the upper edge of what is seen, 1 at the lower one. */
  edgeAt({ y }: Point): -1 | 0 | 1 {
    const { top, bottom } = this.#pane.getBoundingClientRect();
    const near = this.#cell.height * 1.5;
    return y < top + near ? -1 : y > bottom - near ? 1 : 0;
  }

  /** Undefined where it isn't seen. @param ends the end of something: that of a whole line is not the beginning of the next. */
  seen(boundary: number, ends: boolean): Seen | undefined {
    const onNext = ends && boundary > 0 && boundary % this.cols === 0;
    const line = Math.floor(boundary / this.cols) - (onNext ? 1 : 0);
    const row = line - this.#terminal.buffer.active.viewportY;
    if (row < 0 || row >= this.#terminal.rows) return undefined;
    const { width, height } = this.#cell;
    const pane = this.#pane.getBoundingClientRect();
    const { left, top } = this.#box;
    const at = { left: left - pane.left, top: top - pane.top + row * height };
    return {
      left: at.left + (onNext ? this.cols : boundary % this.cols) * width,
      top: at.top,
      bottom: at.top + height,
    };
  }

  /** How much of a page its pane is, in CSS pixels. */
  get size(): { readonly width: number; readonly height: number } {
    return { width: this.#pane.clientWidth, height: this.#pane.clientHeight };
  }

  /** A point of the page, within the pane. */
  within({ x, y }: Point): Point {
    const { left, top } = this.#pane.getBoundingClientRect();
    return { x: x - left, y: y - top };
  }

  dispose(): void {
    for (const end of this.#ends) end.dispose();
  }

  get #box(): DOMRect {
    return this.#pane.querySelector('.xterm-screen')?.getBoundingClientRect() ?? new DOMRect();
  }

  get #cell(): { width: number; height: number } {
    const { width, height } = this.#box;
    return { width: width / this.cols || 1, height: height / this.#terminal.rows || 1 };
  }

  #columns({ x }: Point): number {
    return (x - this.#box.left) / this.#cell.width;
  }

  #lineAt({ y }: Point): number {
    const row = Math.floor((y - this.#box.top) / this.#cell.height);
    return this.#terminal.buffer.active.viewportY + Math.min(this.#terminal.rows - 1, Math.max(0, row));
  }

  #cells(): Cells {
    const { cols } = this;
    const { active } = this.#terminal.buffer;
    const cell = (at: number) => active.getLine(Math.floor(at / cols))?.getCell(at % cols);
    return {
      cols,
      length: active.length * cols,
      text: (at) => cell(at)?.getChars() ?? '',
      width: (at) => cell(at)?.getWidth() ?? 1,
      continues: (line) => active.getLine(line)?.isWrapped ?? false,
    };
  }
}
