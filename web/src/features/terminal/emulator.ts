import '@xterm/xterm/css/xterm.css';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { snapshotLines, type Colors, type Size } from '$api/session-stream';
import { m } from '$lib/messages';
import { CommandScreen } from './command-screen';
import { fingers, type FingersHost } from './fingers';
import { fit, shownAs, type Box } from './fit';
import { familyOf, sizeOf, type TerminalLook } from './look';
import { QueryGuard } from './query-guard';
import { webglDraws } from './renderer';
import { afresh, clipboardText, hold, idle, joined, modesOff, release, wanted } from './emulator-parts';
import { linkPaths, type PathTarget } from './path-links';
import type { Screen } from './screen';
import { SelectionScreen } from './selection-screen';
import { findColors, minimumContrast, terminalTheme } from './theme';
import { Widths } from './widths';
import { WriteQueue } from './write-queue';
import { holdScrollbar, parseAtOnce, quicken, scrollAnew } from './xterm-internals';

export interface EmulatorEvents {
  /** Typed text, mouse and focus reports. */
  input(data: string): void;
  /** Old mouse reports: each character is one byte. */
  binary(data: string): void;
  title(title: string): void;
  /** `within` lines, where that isn't all that the session has. */
  found(index: number, count: number, within: number | undefined): void;
  /** A link was pressed. `named` when its text may say something else than where it leads. */
  link(target: string, named: boolean): void;
  /** The program wants this text in the clipboard (OSC 52). */
  clipboard(text: string): void;
  /** Where the commands are may have changed. */
  moved(): void;
  /** False: the key belongs to the page, not to the terminal. */
  key(event: KeyboardEvent): boolean;
  /** What is selected, or where that is, may have changed. */
  selected(): void;
  /** What knows of files. */
  readonly paths: PathTarget;
  /** What fingers do, but for scrolling. */
  readonly fingers: Omit<FingersHost, 'rowHeight' | 'scroll'>;
}

/** Milliseconds for which a hidden terminal is still as it was. */
const keptGraphics = 1000;

/** xterm.js as this page uses it. The only place that knows it; loaded when the first terminal is shown. */
export class Emulator implements Screen {
  readonly #terminal: Terminal;
  readonly #pane: HTMLElement;
  readonly #guard: QueryGuard;
  readonly #widths: Widths;
  readonly #queue: WriteQueue;
  /** The commands of its shell. */
  readonly commands: CommandScreen;
  readonly selecting: SelectionScreen;
  readonly #search = new SearchAddon({ highlightLimit: 1000 });
  readonly #ends: (() => void)[] = [];
  /** The size that is wanted; a session of another size may be shown smaller. */
  #font: number;
  #webgl: WebglAddon | undefined;
  #cell: Box = { width: 0, height: 0 };
  #live = false;
  /** A snapshot brought its most: there was more before it. */
  #lacksOlder = false;
  #written = false;
  #saw: () => void = () => undefined;
  readonly #seen = new Promise<void>((resolve) => (this.#saw = resolve));
  #disposed = false;
  #shown = false;
  #readOnly = false;
  #ended = false;
  /** As the session has it, which isn't always how it is shown. */
  #size: Size;

  static async open(pane: HTMLElement, events: EmulatorEvents, look: TerminalLook): Promise<Emulator> {
    // A cell measured in a font that isn't there yet stays wrong.
    await document.fonts.load(`${sizeOf(look)}px ${familyOf(look)}`).catch(() => []);
    return new Emulator(pane, events, look);
  }

  private constructor(pane: HTMLElement, events: EmulatorEvents, look: TerminalLook) {
    this.#font = sizeOf(look);
    const terminal = new Terminal({
      allowProposedApi: true,
      fontFamily: familyOf(look),
      fontSize: this.#font,
      lineHeight: 1.25,
      minimumContrastRatio: minimumContrast(pane),
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      macOptionIsMeta: true,
      reflowCursorLine: true,
      rightClickSelectsWord: false,
      scrollback: look.scrollback,
      theme: terminalTheme(pane),
      linkHandler: {
        activate: (event, target) => wanted(event) && events.link(target, true),
        allowNonHttpProtocols: false,
      },
    });
    this.#terminal = terminal;
    this.#size = { cols: terminal.cols, rows: terminal.rows };
    this.#pane = pane;
    this.#guard = new QueryGuard(terminal);
    this.#widths = new Widths(terminal);
    this.commands = new CommandScreen(terminal, () => events.moved());
    this.#queue = new WriteQueue((bytes, parsed) => terminal.write(bytes, parsed));

    terminal.loadAddon(this.#search);
    terminal.loadAddon(new WebLinksAddon((event, target) => wanted(event) && events.link(target, false)));
    terminal.attachCustomKeyEventHandler((event) => events.key(event));
    terminal.open(pane);
    terminal.textarea?.setAttribute('aria-label', m.terminal_input());
    this.selecting = new SelectionScreen(terminal, pane, () => events.selected());
    this.#measure();
    this.#ends.push(quicken(terminal));

    terminal.onData((data) => this.#guard.lets(data) && events.input(data));
    terminal.onBinary((data) => events.binary(data));
    terminal.onTitleChange((title) => events.title(title));
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      events.found(resultIndex, resultCount, this.#heldLines),
    );
    terminal.parser.registerOscHandler(52, (data) => {
      const text = this.#live ? clipboardText(data) : undefined;
      if (text !== undefined) events.clipboard(text);
      return true;
    });
    this.#ends.push(
      linkPaths(terminal, events.paths),
      fingers(pane, {
        ...events.fingers,
        rowHeight: () => this.#cell.height,
        scroll: (rows) => this.#scroll(rows, (up) => events.input(this.cursorKey(up ? 'A' : 'B'))),
      }),
    );
  }

  get fits(): Size | undefined {
    const style = getComputedStyle(this.#pane);
    const width = this.#pane.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    const height = this.#pane.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    return fit({ width, height }, this.#cell);
  }

  /** How many lines there are, where that isn't all that the session has; undefined where it is. */
  get #heldLines(): number | undefined {
    const { normal } = this.#terminal.buffer;
    const full = normal.baseY >= (this.#terminal.options.scrollback ?? 0);
    return full || this.#lacksOlder ? normal.length : undefined;
  }

  get colors(): Colors {
    const { foreground = '', background = '', cursor = '' } = terminalTheme(this.#pane);
    return { foreground, background, cursor };
  }

  get applicationCursor(): boolean {
    return this.#terminal.modes.applicationCursorKeysMode;
  }

  get bracketedPaste(): boolean {
    return this.#terminal.modes.bracketedPasteMode;
  }

  get selection(): string {
    return this.#terminal.getSelection();
  }

  write(bytes: Uint8Array, taken: () => void): void {
    this.#written = true;
    this.#queue.write(bytes, taken);
  }

  reset(size: Size): void {
    this.#queue.run(() => {
      this.#terminal.reset();
      this.#lacksOlder = false;
      this.#widths.reset();
      this.commands.marks.clear();
      this.#take(size);
    });
  }

  /** The old screen stays until the new one is whole: neither an empty one nor a part of it is ever drawn. */
  restore(size: Size, bytes: Uint8Array, taken: () => void): void {
    let letScroll: () => void;
    // Nothing to keep at first: that would only cost time.
    if (this.#written) this.#queue.write(hold, () => undefined);
    this.#written = true;
    this.#queue.run(() => {
      this.commands.marks.clear();
      this.commands.restoring = true;
      this.#take(size);
      letScroll = holdScrollbar(this.#terminal);
      parseAtOnce(this.#terminal);
    });
    // In one piece: between two the page would draw a frame for nothing.
    this.#queue.writeWhole(joined(afresh, bytes, release), () => {
      this.commands.restoring = false;
      this.#lacksOlder = this.#terminal.buffer.normal.baseY >= snapshotLines;
      // A tab may be closed while its screen is still being read.
      if (!this.#disposed) letScroll();
      taken();
    });
  }

  resize(size: Size): void {
    this.#queue.run(() => this.#take(size));
  }

  newProcess(): void {
    this.setEnded(false);
    this.#queue.write(modesOff, () => undefined);
  }

  live(on: boolean): void {
    this.#queue.run(() => {
      this.#live = on;
      if (this.#ended) this.refit();
      if (on) this.painted(() => this.#saw());
      this.#guard.live(on);
    });
  }

  commandStarted(number: number): void {
    this.#queue.run(() => this.commands.marks.renumber(number));
  }

  /** Tells when what was written so far is on the screen. */
  painted(done: () => void): void {
    const drawn = this.#terminal.onRender(() => {
      drawn.dispose();
      done();
    });
    this.#terminal.refresh(0, this.#terminal.rows - 1);
  }

  /** After the pane changed its size: shows a session of another size whole. */
  refit(): void {
    this.#take(this.#size);
  }

  /** The first screen is drawn as text: to ask the graphics card, and to set it up, takes longer than that, and can wait. */
  async show(): Promise<void> {
    this.#shown = true;
    await this.#seen;
    await idle();
    if (this.#disposed || !this.#shown) return;
    if (this.#webgl || !(await webglDraws()) || this.#pane.offsetParent === null || this.#webgl) return;
    const webgl = new WebglAddon();
    // The browser takes contexts away when there are too many, or when the driver fails; the DOM renderer always works.
    webgl.onContextLoss(() => this.#dropWebgl());
    try {
      this.#terminal.loadAddon(webgl);
      this.#webgl = webgl;
      this.commands.measureAgain();
      this.#measure();
    } catch {
      webgl.dispose();
    }
  }

  /** A hidden terminal keeps its text, not its graphics memory; the one that is shown in its place is drawn first. */
  async hide(): Promise<void> {
    this.#shown = false;
    await new Promise((resolve) => setTimeout(resolve, keptGraphics));
    await idle();
    if (!this.#disposed && !this.#shown) this.#dropWebgl();
  }

  get renderer(): 'webgl' | 'dom' {
    return this.#webgl ? 'webgl' : 'dom';
  }

  focus(): void {
    this.#terminal.focus();
  }

  paste(text: string): void {
    this.#terminal.paste(text);
  }

  selectAll(): void {
    this.#terminal.selectAll();
  }

  setReadOnly(on: boolean): void {
    this.#terminal.options.disableStdin = on;
    this.#readOnly = on;
    this.retheme();
  }

  /** Nothing more is drawn here: it is text now, whose lines are broken where the pane ends. */
  setEnded(on: boolean): void {
    this.#queue.run(() => {
      this.#ended = on;
      this.refit();
    });
  }

  retheme(): void {
    const theme = terminalTheme(this.#pane);
    // Where nothing can be typed there is no cursor.
    if (this.#readOnly) theme.cursor = theme.cursorAccent = '#00000000';
    this.#terminal.options.theme = theme;
    this.#terminal.options.minimumContrastRatio = minimumContrast(this.#pane);
  }

  setLook(look: TerminalLook): void {
    const { options } = this.#terminal;
    this.#inPlace(() => {
      this.#font = options.fontSize = sizeOf(look);
      options.fontFamily = familyOf(look);
      options.scrollback = look.scrollback;
      this.#measure();
      this.refit();
    });
  }

  /** Shows everything so many times as large, at once and for a while: its size stays what it is. */
  zoom(scale: number): void {
    const { element, buffer } = this.#terminal;
    if (!element) return;
    element.style.scale = scale === 1 ? '' : String(scale);
    // The newest line stays where it is.
    element.style.transformOrigin = buffer.active.baseY > 0 ? '0 100%' : '0 0';
  }

  find(text: string, backwards: boolean, incremental: boolean): void {
    const options = { decorations: findColors(this.#pane), incremental };
    this.#search[backwards ? 'findPrevious' : 'findNext'](text, options);
  }

  endFind(): void {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
  }

  cursorKey(final: string): string {
    return this.applicationCursor ? `\x1bO${final}` : `\x1b[${final}`;
  }

  dispose(): void {
    this.#disposed = true;
    this.#dropWebgl();
    this.#guard.dispose();
    this.#widths.dispose();
    this.commands.dispose();
    this.selecting.dispose();
    this.#terminal.dispose();
    for (const end of this.#ends) end();
  }

  /** Through the scrollback, or through a full-screen program by arrow keys as a wheel would. */
  #scroll(rows: number, arrow: (up: boolean) => void): void {
    if (this.selecting.scrolls) this.#terminal.scrollLines(rows);
    else for (let row = 0; row < Math.abs(rows); row++) arrow(rows < 0);
  }

  #take(size: Size): void {
    this.#size = size;
    const { cols, rows, font } = shownAs(size, this.fits, { font: this.#font, ended: this.#ended && this.#live });
    if (this.#terminal.options.fontSize !== font) this.#inPlace(() => (this.#terminal.options.fontSize = font));
    if (this.#terminal.cols !== cols || this.#terminal.rows !== rows)
      this.#inPlace(() => this.#terminal.resize(cols, rows));
    // Where it is too large even so, its end is seen.
    this.#pane.scrollTop = this.#pane.scrollHeight;
    this.commands.measureAgain();
    if (font === this.#font) this.#measure();
  }

  /** For what changes the size of cells, or how many there are: the line at the top stays there, or the newest at the bottom. */
  #inPlace(change: () => void): void {
    const { atBottom } = this.commands;
    const { viewportY } = this.#terminal.buffer.active;
    change();
    scrollAnew(this.#terminal, atBottom ? this.#terminal.buffer.active.baseY : viewportY);
  }

  /** The size of a cell in the usual font: what decides how many would fill the pane. */
  #measure(): void {
    const screen = this.#pane.querySelector<HTMLElement>('.xterm-screen');
    if (!screen || screen.clientWidth === 0 || this.#terminal.options.fontSize !== this.#font) return;
    const box = screen.getBoundingClientRect();
    this.#cell = { width: box.width / this.#terminal.cols, height: box.height / this.#terminal.rows };
  }

  #dropWebgl(): void {
    this.#webgl?.dispose();
    this.#webgl = undefined;
    this.commands.measureAgain();
  }
}
