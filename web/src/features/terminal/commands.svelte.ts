import { messageOf } from '$api/problem';
import { m } from '$lib/messages';
import { statusOf, type CommandStatus, type Facts } from './command-facts';
import { blockAt, lookAt, neighbour, nothingSeen, sameLook, type CommandLook } from './command-look';
import type { CommandScreen } from './command-screen';
import type { Block } from './marks';
import { runnable } from './run-again';

/** What the commands need of the terminal they are in. */
export interface CommandHost {
  screen(): CommandScreen | undefined;
  factsOf(number: number): Facts;
  /** What a command printed, from the log. */
  output(number: number): Promise<string>;
  /** False when the browser didn't let it, which was said then. */
  copy(text: string): Promise<boolean>;
  /** Types a command into the prompt. `sure`: nothing else stands there; asked about when not, and when it has several lines. */
  run(line: string, sure: boolean): void;
  readOnly(): boolean;
  focus(): void;
  said(text: string): void;
}

/** A command as it is shown. */
export interface ShownCommand {
  readonly number: number;
  readonly status: CommandStatus;
  /** Untrusted, as the shell told it. */
  readonly line: string | undefined;
  readonly exitCode: number | undefined;
  readonly facts: Facts;
}

/** The commands of one terminal: what of them is seen, which one is chosen, and what is done with it. */
export class Commands {
  readonly #host: CommandHost;
  #look = $state.raw<CommandLook>(nothingSeen);
  /** Changes with what the marks say, which keeps its place. */
  #version = $state(0);
  #rowHeight = $state(0);
  #chosen = $state<number>();
  #menu = $state.raw<{ readonly number: number; readonly left: number; readonly top: number }>();
  #states = '';
  #sought: number | undefined;

  constructor(host: CommandHost) {
    this.#host = host;
  }

  get look(): CommandLook {
    return this.#look;
  }

  get rowHeight(): number {
    return this.#rowHeight;
  }

  /** The command that one went to. */
  get chosen(): number | undefined {
    return this.#chosen;
  }

  get menu(): { readonly number: number; readonly left: number; readonly top: number } | undefined {
    return this.#menu;
  }

  get any(): boolean {
    void this.#version;
    return (this.#screen?.marks.blocks.length ?? 0) > 0;
  }

  shown(number: number): ShownCommand | undefined {
    void this.#version;
    const block = this.#block(number);
    if (!block) return undefined;
    const facts = this.#host.factsOf(number);
    return {
      number,
      status: statusOf(block, facts),
      line: block.line ?? facts.command,
      exitCode: block.exitCode ?? facts.exitCode,
      facts,
    };
  }

  /** Looks again: after something was drawn, or scrolled. */
  refresh(): void {
    const screen = this.#screen;
    const viewport = screen?.viewport;
    const blocks = screen?.marks.blocks ?? [];
    const look = viewport ? lookAt(blocks, viewport) : nothingSeen;
    if (!sameLook(look, this.#look)) this.#look = look;
    if (screen && screen.rowHeight !== this.#rowHeight) this.#rowHeight = screen.rowHeight;
    const last = blocks.at(-1);
    const states = `${blocks.length} ${last?.number} ${last?.end ? 'ended' : 'runs'}`;
    if (states === this.#states) return;
    this.#states = states;
    this.#version++;
    if (this.#sought !== undefined) this.seek(this.#sought);
  }

  /** Goes to a command, once it is there: the past may still be on its way. */
  seek(number: number): void {
    this.#sought = this.#block(number) ? undefined : number;
    if (this.#sought === undefined) this.choose(number);
  }

  /** To the command before or after the one that is chosen or at the top. */
  go(step: 1 | -1): void {
    const screen = this.#screen;
    if (!screen?.viewport) return;
    const chosen = this.#chosen === undefined ? undefined : this.#block(this.#chosen);
    const { top, rows } = screen.viewport;
    const from = chosen && chosen.start.line >= 0 ? chosen.start.line : step < 0 ? top + rows : top - 1;
    const next = neighbour(screen.marks.blocks, from, step);
    if (next) this.choose(next.number);
  }

  choose(number: number): void {
    const block = this.#block(number);
    const screen = this.#screen;
    if (!block || !screen?.viewport) return;
    this.#chosen = number;
    const { top, rows } = screen.viewport;
    // A row above it, so that it is seen to begin there.
    if (block.start.line < top || block.start.line >= top + rows - 1) screen.scrollTo(block.start.line - 1);
    this.refresh();
  }

  unchoose(): void {
    this.#chosen = undefined;
  }

  openMenu(number: number, at: { left: number; top: number }): void {
    this.#chosen = number;
    this.#menu = { number, ...at };
  }

  closeMenu(): void {
    this.#menu = undefined;
    this.#chosen = undefined;
    this.#host.focus();
  }

  /** The one that actions without a place are about: the chosen one, else the last. */
  get current(): number | undefined {
    void this.#version;
    return this.#chosen ?? this.#screen?.marks.blocks.at(-1)?.number;
  }

  /** The one to which a line of the scrollback belongs. */
  at(line: number): number | undefined {
    const screen = this.#screen;
    return screen?.viewport && blockAt(screen.marks.blocks, line)?.number;
  }

  async copyOutput(number: number): Promise<void> {
    try {
      const output = await this.#host.output(number);
      if (output === '') this.#host.said(m.terminal_printed_nothing());
      else if (await this.#host.copy(output)) {
        const lines = output.replace(/\n$/, '').split('\n').length;
        this.#host.said(m.terminal_copied_lines({ count: lines }));
      }
    } catch (error) {
      this.#host.said(messageOf(error));
    }
  }

  async copyLine(number: number): Promise<void> {
    const line = this.shown(number)?.line;
    if (line !== undefined) await this.#host.copy(line);
  }

  select(number: number): void {
    const block = this.#block(number);
    if (block && !this.#screen?.select(block)) this.#host.said(m.terminal_printed_nothing_here());
  }

  /** Why a command can't be run again now; undefined when it can. */
  whyNotAgain(number: number): string | undefined {
    const screen = this.#screen;
    const line = runnable(this.shown(number)?.line);
    if (this.#host.readOnly()) return m.terminal_again_ended();
    if (!screen || screen.marks.running) return m.terminal_again_running();
    if (line === undefined) return m.terminal_again_untold();
    if (!screen.marks.waiting || !screen.viewport) return m.terminal_again_not_waiting();
    return !screen.marks.input || screen.promptIsEmpty ? undefined : m.terminal_again_typed();
  }

  runAgain(number: number): void {
    const why = this.whyNotAgain(number);
    const line = runnable(this.shown(number)?.line);
    if (why !== undefined) this.#host.said(m.terminal_again_not_run({ why }));
    else if (line !== undefined) this.#host.run(line, !!this.#screen?.promptIsEmpty);
  }

  get #screen(): CommandScreen | undefined {
    return this.#host.screen();
  }

  #block(number: number): Block | undefined {
    return this.#screen?.marks.blocks.find((block) => block.number === number);
  }
}
