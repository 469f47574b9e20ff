import type { IBufferCell, IDisposable, Terminal } from '@xterm/xterm';
import { lastLine, type Viewport } from './command-look';
import { ShellMarks, type Block, type Place } from './marks';

/** A terminal's commands, where they are on it. */
export class CommandScreen implements IDisposable {
  readonly marks: ShellMarks;
  /** A snapshot is being read: only then the runner speaks, and not the program. */
  restoring = false;
  readonly #terminal: Terminal;
  readonly #ends: IDisposable[];
  #rowHeight: number | undefined;
  /** Read into, again and again. */
  #cell: IBufferCell | undefined;

  /** @param moved something that `viewport` or `marks` tell may be otherwise; at most once a frame. */
  constructor(terminal: Terminal, moved: () => void) {
    this.#terminal = terminal;
    this.marks = new ShellMarks(() => this.#here());
    this.#ends = [
      terminal.parser.registerOscHandler(133, (data) => {
        this.marks.take(data);
        return true;
      }),
      // The runner's own: what a snapshot has no other sequence for.
      terminal.parser.registerOscHandler(5133, (data) => {
        if (this.restoring) this.marks.takeSummary(data);
        return true;
      }),
      // Scrolling draws, too. Not onScroll: that is told of every line of a flood.
      terminal.onRender(moved),
    ];
  }

  /** Undefined while a full-screen program has the screen to itself. */
  get viewport(): Viewport | undefined {
    const { active, normal } = this.#terminal.buffer;
    if (active !== normal) return undefined;
    const full = normal.baseY >= (this.#terminal.options.scrollback ?? 0);
    return { top: normal.viewportY, rows: this.#terminal.rows, full, room: this.#room };
  }

  /** What its lines take, of 12 bytes each. */
  get cells(): number {
    return this.#terminal.buffer.normal.length * this.#terminal.cols;
  }

  get atBottom(): boolean {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY >= baseY;
  }

  /** The height of a row on the page, in CSS pixels. */
  get rowHeight(): number {
    // Asked for in every frame: to measure it each time would lay the page out each time.
    this.#rowHeight ??= this.#measured();
    return this.#rowHeight ?? 0;
  }

  /** The size of the letters, or what draws them, is another one. */
  measureAgain(): void {
    this.#rowHeight = undefined;
  }

  /** Whether the shell waits at a prompt into which nothing was typed yet. */
  get promptIsEmpty(): boolean {
    const { input } = this.marks;
    const { baseY, cursorY, cursorX } = this.#terminal.buffer.normal;
    return (
      input !== undefined &&
      this.viewport !== undefined &&
      input.anchor.line === baseY + cursorY &&
      input.col === cursorX
    );
  }

  scrollTo(line: number): void {
    this.#terminal.scrollToLine(Math.max(0, line));
  }

  scrollToBottom(): void {
    this.#terminal.scrollToBottom();
  }

  /** Selects what a command printed. False when it printed nothing that is still there. */
  select(block: Block): boolean {
    const first = Math.max(0, block.output.line);
    const last = Math.min(lastLine(block), this.#terminal.buffer.normal.length - 1);
    if (last < first) return false;
    this.#terminal.selectLines(first, last);
    return true;
  }

  readonly #room = (row: number): number => {
    const { active } = this.#terminal.buffer;
    const line = active.getLine(active.viewportY + row);
    let free = 0;
    // A character that takes two cells leaves the second without a width of its own.
    for (let col = this.#terminal.cols - 1; line && col >= 0; col--, free++) {
      this.#cell = line.getCell(col, this.#cell);
      if (this.#cell?.getWidth() === 0 || this.#cell?.getChars()) break;
    }
    return free;
  };

  dispose(): void {
    for (const end of this.#ends) end.dispose();
  }

  #measured(): number | undefined {
    const height = this.#terminal.element?.querySelector('.xterm-screen')?.clientHeight;
    return height ? height / this.#terminal.rows : undefined;
  }

  #here(): Place | undefined {
    if (this.#terminal.buffer.active !== this.#terminal.buffer.normal) return undefined;
    const anchor = this.#terminal.registerMarker(0);
    return anchor && { anchor, col: this.#terminal.buffer.normal.cursorX };
  }
}
