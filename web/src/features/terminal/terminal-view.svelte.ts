import { m } from '$lib/messages';
import { messageOf } from '$api/problem';
import { tick } from 'svelte';
import { Commands, type CommandHost } from './commands.svelte';
import type { Consent } from './consent';
import type { Emulator, EmulatorEvents } from './emulator';
import { Find } from './find.svelte';
import { HeldKeys } from './held-keys.svelte';
import type { TerminalLook } from './look';
import { needsConsent, withoutSequences } from './paste';
import { Pinching } from './pinching.svelte';
import { isFocusReport } from './query-guard';
import { Selecting } from './selecting.svelte';
import type { TerminalModel } from './terminal.svelte';

export interface ViewOptions {
  /** Copies what is selected as soon as it is. */
  copyOnSelect(): boolean;
  /** Whether programs may write to the clipboard: `ask` shows what they want to write. */
  clipboardWrites(): 'never' | 'ask' | 'always';
  look(): TerminalLook;
  /** Two fingers made the text as large as this, in CSS pixels. */
  resized(fontSize: number): void;
  /** True when the page took the key. */
  shortcut(event: KeyboardEvent): boolean;
  said(text: string): void;
  /** Opens the file that a path in the terminal leads to; undefined where there is none. @param cwd the folder of the last command */
  file?(path: string, cwd: string | undefined): Promise<((line?: number, column?: number) => void) | undefined>;
  /** Somebody typed into it, or pasted. */
  typed?(): void;
}

/** A terminal as it is on this page: the emulator, once loaded, and what a person does with it. Outlives being hidden. */
export class TerminalView {
  readonly model: TerminalModel;
  readonly find = new Find(() => this.#emulator);
  readonly commands = new Commands(this.#commandHost());
  readonly selecting = new Selecting({
    screen: () => this.#emulator?.selecting,
    commandAt: (line) => this.commands.at(line),
    selected: () => this.selectionEnded(),
  });
  readonly pinching = new Pinching({
    size: () => this.look.fontSize,
    zoom: (scale) => this.#emulator?.zoom(scale),
    resized: (size) => this.resize(size),
  });
  /** What is held on the phone's key row. */
  readonly held = new HeldKeys();
  readonly #options: ViewOptions;
  #emulator = $state.raw<Emulator>();
  #consent = $state.raw<Consent>();
  #failure = $state<string>();
  #renderer = $state<'webgl' | 'dom'>('dom');
  #scrolledUp = $state(false);
  #playback = $state.raw<{ readonly command?: number }>();
  #shown = false;
  #attended = false;
  #readOnly = false;
  #element: HTMLElement | undefined;

  constructor(model: TerminalModel, options: ViewOptions) {
    this.model = model;
    this.#options = options;
  }

  get consent(): Consent | undefined {
    return this.#consent;
  }

  /** Why the terminal's code could not be loaded. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Where the past is played from; undefined while the present is shown. */
  get playback(): { readonly command?: number } | undefined {
    return this.#playback;
  }

  /** Whether some of it is selected. */
  get selected(): boolean {
    return (this.#emulator?.selection ?? '') !== '';
  }

  /** What draws it. */
  get renderer(): 'webgl' | 'dom' {
    return this.#renderer;
  }

  /** How it is to be drawn. */
  get look(): TerminalLook {
    return this.#options.look();
  }

  get applicationCursor(): boolean {
    return this.#emulator?.applicationCursor ?? false;
  }

  /** An older part of the scrollback is on the screen. */
  get scrolledUp(): boolean {
    return this.#scrolledUp;
  }

  /** The newest line is seen, and the present. */
  get atBottom(): boolean {
    return this.#playback === undefined && (this.#emulator?.commands.atBottom ?? true);
  }

  /** What keeping it takes: cells of its lines. */
  get cells(): number {
    return this.#emulator?.commands.cells ?? 0;
  }

  /** Puts the terminal into its place; the returned function takes everything away again. */
  mount(element: HTMLElement): () => void {
    this.#element = element;
    const observer = new ResizeObserver(() => this.#refit());
    observer.observe(element);
    void this.#load(element);
    return () => {
      observer.disconnect();
      this.#element = undefined;
      this.model.close();
      this.#emulator?.dispose();
      this.#emulator = undefined;
    };
  }

  show(): void {
    this.#shown = true;
    this.#refit();
    this.model.show();
    void this.#emulator?.show().then(() => {
      this.#renderer = this.#emulator?.renderer ?? 'dom';
      this.#refit();
    });
    if (this.#attended) this.activate();
  }

  /** Whether the keyboard is meant for it: of several that are shown, it is for one. */
  attend(on: boolean): void {
    this.#attended = on;
    if (on && this.#shown) this.activate();
  }

  hide(): void {
    this.#shown = false;
    this.#emulator?.hide();
    this.model.hide();
  }

  retry(): void {
    if (this.#failure !== undefined && this.#element) void this.#load(this.#element);
    else this.model.retry();
  }

  /** Takes the keyboard; on a touch screen it comes only when it is asked for. */
  activate(): void {
    if (!matchMedia('(pointer: coarse)').matches) this.focus();
  }

  focus(): void {
    this.#emulator?.focus();
  }

  retheme(): void {
    this.#emulator?.retheme();
  }

  setLook(look: TerminalLook): void {
    this.#emulator?.setLook(look);
    this.#refit();
  }

  /** For this device. */
  resize(fontSize: number): void {
    this.#options.resized(fontSize);
  }

  setReadOnly(on: boolean): void {
    this.#readOnly = on;
    this.#applyReadOnly();
  }

  /** From a command on, or from the beginning of what one would want to see. */
  playBack(command?: number): void {
    this.#playback = { command };
  }

  backToLive(): void {
    this.#playback = undefined;
    // Until the player is gone from the page, the terminal under it takes no keyboard.
    void tick().then(() => this.toBottom());
  }

  /** To the newest line, ready to be typed into. */
  toBottom(): void {
    this.#emulator?.commands.scrollToBottom();
    this.activate();
  }

  /** A key of the key row. The keyboard stays as it is: most of them are of use without it. */
  typeKey(text: string): void {
    this.#options.typed?.();
    this.commands.unchoose();
    this.model.type(text);
  }

  pasted(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    this.paste(event.clipboardData?.getData('text/plain') ?? '');
  }

  paste(raw: string): void {
    const text = withoutSequences(raw);
    if (!this.#emulator || text === '' || this.#readOnly) return;
    if (needsConsent(text, this.#emulator.bracketedPaste)) this.#consent = { about: 'paste', text };
    else this.#emulator.paste(text);
  }

  async pasteFromClipboard(): Promise<void> {
    try {
      this.paste(await navigator.clipboard.readText());
    } catch {
      this.#options.said(m.terminal_no_reading());
    }
  }

  async copySelection(): Promise<void> {
    const text = this.#emulator?.selection ?? '';
    if (text !== '') await this.#copy(text);
  }

  selectionEnded(): void {
    if (this.#options.copyOnSelect()) void this.copySelection();
  }

  selectAll(): void {
    this.#emulator?.selectAll();
  }

  agree(): void {
    const consent = this.#consent;
    this.#consent = undefined;
    if (consent?.about === 'paste') this.#emulator?.paste(consent.text);
    else if (consent?.about === 'run') this.#run(consent.text);
    else if (consent?.about === 'link') openLink(consent.target);
    else if (consent?.about === 'clipboard') void this.#copy(consent.text);
    this.focus();
  }

  refuse(): void {
    this.#consent = undefined;
    this.focus();
  }

  async #load(element: HTMLElement): Promise<void> {
    this.#failure = undefined;
    try {
      const { Emulator } = await import('./emulator');
      if (this.#element !== element) return;
      const emulator = await Emulator.open(element, this.#events(), this.look);
      if (this.#element !== element) return emulator.dispose();
      this.#emulator = emulator;
      this.#applyReadOnly();
      this.model.open(emulator);
      if (this.#shown) this.show();
      else this.hide();
    } catch (error) {
      this.#failure = m.terminal_code_failed({ cause: messageOf(error) });
    }
  }

  #events(): EmulatorEvents {
    return {
      input: (data) => this.#typed(data),
      binary: (data) => this.model.typeBinary(data),
      title: (title) => this.model.setTitle(title),
      found: (index, count, within) => this.find.found(index, count, within),
      link: (target, named) => (named ? (this.#consent = { about: 'link', target }) : openLink(target)),
      clipboard: (text) => this.#programCopies(text),
      paths: {
        find: (path) => this.#options.file?.(path, this.#folder) ?? Promise.resolve(undefined),
      },
      moved: () => this.#moved(),
      key: (event) => !this.#options.shortcut(event),
      selected: () => this.selecting.refresh(),
      fingers: {
        tap: () => this.selecting.end(),
        press: (at) => this.selecting.press(at),
        drag: (at) => this.selecting.drag(at),
        drop: () => this.selecting.drop(),
        pinch: (scale) => {
          this.selecting.end();
          this.pinching.move(scale);
        },
        pinched: (kept) => this.pinching.end(kept),
      },
    };
  }

  /** Where its shell is, as far as it says. */
  get #folder(): string | undefined {
    const { current } = this.commands;
    return current === undefined ? undefined : this.model.factsOf(current).cwd;
  }

  #moved(): void {
    this.commands.refresh();
    this.#scrolledUp = this.#emulator?.commands.atBottom === false;
  }

  #applyReadOnly(): void {
    this.#emulator?.setReadOnly(this.#readOnly);
    this.#emulator?.setEnded(this.#readOnly);
  }

  #typed(data: string): void {
    if (isFocusReport(data)) return this.model.report(data);
    this.#options.typed?.();
    this.commands.unchoose();
    this.model.type(this.held.typed(data));
  }

  #commandHost(): CommandHost {
    return {
      screen: () => this.#emulator?.commands,
      factsOf: (number) => this.model.factsOf(number),
      output: (number) => this.model.outputOf(number),
      copy: (text) => this.#copy(text),
      run: (line, sure) =>
        sure && !line.includes('\n') ? this.#run(line) : (this.#consent = { about: 'run', text: line }),
      readOnly: () => this.#readOnly,
      focus: () => this.activate(),
      said: (text) => this.#options.said(text),
    };
  }

  /** As if pasted, which a shell takes as text whatever is in it, and then Enter. */
  #run(line: string): void {
    this.#emulator?.paste(line);
    this.model.type('\r');
    this.activate();
  }

  #refit(): void {
    if (!this.#shown || !this.#emulator) return;
    this.#emulator.refit();
    this.model.fit();
  }

  #programCopies(text: string): void {
    const allowed = this.#options.clipboardWrites();
    if (allowed === 'always') void this.#copy(text);
    else if (allowed === 'ask' && this.#shown) this.#consent = { about: 'clipboard', text };
  }

  async #copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      this.#options.said(m.terminal_no_writing());
      return false;
    }
  }
}

function openLink(target: string): void {
  // Only what a browser shows; never javascript: or a program's own scheme.
  if (/^https?:\/\//i.test(target)) window.open(target, '_blank', 'noopener,noreferrer');
}
