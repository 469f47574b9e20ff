/** A line of the terminal that is followed while it moves up through the scrollback. */
export interface Anchor {
  /** From the top of the scrollback; -1 once the line is gone. */
  readonly line: number;
  readonly isDisposed: boolean;
  dispose(): void;
}

/** Where the cursor was. */
export interface Place {
  readonly anchor: Anchor;
  readonly col: number;
}

/** A command that a shell ran, as its marks (OSC 133) tell. */
export interface Block {
  /** Counted from 1 in the session's order, as the runner counts. */
  readonly number: number;
  /** Where its prompt begins; where its output does when no prompt was marked. */
  readonly start: Anchor;
  readonly output: Anchor;
  /** Behind its output; undefined while it runs. */
  readonly end: Place | undefined;
  /** As the shell told it: untrusted, any program can write a mark. */
  readonly line: string | undefined;
  readonly exitCode: number | undefined;
  /** It began above everything that is here. */
  readonly above: boolean;
}

interface OpenBlock extends Block {
  number: number;
  /** Whether the number was told rather than counted here. */
  told: boolean;
  end: Place | undefined;
  exitCode: number | undefined;
}

/** What a shell says about its commands: the parsed form of its marks. */
export class ShellMarks {
  readonly #here: () => Place | undefined;
  #blocks: OpenBlock[] = [];
  #prompt: Anchor | undefined;
  #input: Place | undefined;
  #last = 0;
  /** An end that was told with a number before its beginning: a snapshot tells what shares a line in no order. */
  #early:
    | { readonly number: number; readonly start: Anchor | undefined; readonly end: Place; readonly exitCode?: number }
    | undefined;

  /** @param here marks where the cursor is; undefined where nothing can be marked, as on the alternate screen. */
  constructor(here: () => Place | undefined) {
    this.#here = here;
  }

  /** The oldest first. */
  get blocks(): readonly Block[] {
    this.#blocks = this.#blocks.filter(isThere);
    return this.#blocks;
  }

  get running(): Block | undefined {
    const last = this.#blocks.at(-1);
    return last && !last.end ? last : undefined;
  }

  /** Whether the shell waits for a command. */
  get waiting(): boolean {
    return !this.running && this.#prompt !== undefined && !this.#prompt.isDisposed;
  }

  /** Where typing begins, while the shell waits and told so: a snapshot doesn't. */
  get input(): Place | undefined {
    return this.#input?.anchor.isDisposed ? undefined : this.#input;
  }

  /** Takes the content of an OSC 133. */
  take(data: string): void {
    const [kind, ...parameters] = data.split(';');
    if (kind === 'A') this.#promptStarted();
    else if (kind === 'B') {
      this.#input?.anchor.dispose();
      this.#input = this.#here();
    } else if (kind === 'C') this.#started(parameters);
    else if (kind === 'D') this.#ended(parameters);
  }

  /** The runner's number for the oldest command that was only counted here; those after it follow. */
  renumber(number: number): void {
    const first = this.#blocks.findIndex((block) => !block.told);
    const by = number - (this.#blocks[first]?.number ?? number);
    if (first < 0 || this.#blocks.some((block) => block.told && block.number === number)) return;
    for (const block of this.#blocks.slice(first)) block.number += by;
    (this.#blocks[first] as OpenBlock).told = true;
    this.#last += by;
  }

  /** What a snapshot says beyond the marks that are in it. */
  takeSummary(data: string): void {
    const [key, value] = data.split('=');
    if (key === 'command') this.#last = Number(value) || 0;
    if (key !== 'running' || value !== '1' || this.running) return;
    const gone: Anchor = { line: -1, isDisposed: true, dispose: () => undefined };
    this.#push({ number: this.#last, told: true, start: gone, output: gone, above: true });
  }

  clear(): void {
    this.#blocks.forEach(dispose);
    this.#prompt?.dispose();
    this.#input?.anchor.dispose();
    this.#blocks = [];
    this.#prompt = this.#input = this.#early = undefined;
    this.#last = 0;
  }

  #promptStarted(): void {
    // A prompt without a word about the end is one all the same.
    if (this.running) this.#close(undefined);
    // A prompt that is drawn again, line after line, must not leave an anchor each time.
    if (this.#prompt !== this.#early?.start) this.#prompt?.dispose();
    this.#input?.anchor.dispose();
    this.#prompt = this.#here()?.anchor;
    this.#input = undefined;
  }

  #started(parameters: readonly string[]): void {
    if (this.running) this.#close(undefined);
    const output = this.#here()?.anchor;
    const told = numberOf(parameters);
    this.#last = told ?? this.#last + 1;
    const line = commandLine(parameters);
    const early = this.#early;
    this.#early = undefined;
    if (output && early && early.number === told) {
      const { start = output, end, exitCode } = early;
      // The prompt that was marked since is the next one.
      return this.#push({ number: told, told: true, start, output, end, exitCode, line });
    }
    if (output) {
      const start = this.#prompt && !this.#prompt.isDisposed ? this.#prompt : output;
      this.#push({ number: this.#last, told: told !== undefined, start, output, line });
    }
    this.#prompt = this.#input = undefined;
  }

  #push(block: Pick<OpenBlock, 'number' | 'told' | 'start' | 'output'> & Partial<OpenBlock>): void {
    if (this.#blocks.length > mostBlocks) this.#blocks.splice(0, mostBlocks / 2).forEach(dispose);
    this.#blocks.push({ end: undefined, line: undefined, exitCode: undefined, above: false, ...block });
  }

  #ended(parameters: readonly string[]): void {
    const told = numberOf(parameters);
    if (told !== undefined) this.#last = told;
    const code = Number.parseInt(parameters[0] ?? '', 10);
    const exitCode = code >= 0 && code <= 255 ? code : undefined;
    const end = this.running ? undefined : this.#here();
    if (this.running) this.#close(exitCode);
    else if (told !== undefined && end) this.#early = { number: told, start: this.#prompt, end, exitCode };
  }

  #close(exitCode: number | undefined): void {
    const block = this.#blocks.at(-1) as OpenBlock;
    block.end = this.#here() ?? { anchor: block.output, col: 0 };
    block.exitCode = exitCode;
  }
}

/** Far more than a scrollback holds. */
const mostBlocks = 10_000;

function dispose({ start, output, end }: Block): void {
  for (const anchor of [start, output, end?.anchor]) anchor?.dispose();
}

/** A running command is there even when all of its lines are gone. */
function isThere(block: Block): boolean {
  return !block.end || !block.end.anchor.isDisposed;
}

function numberOf(parameters: readonly string[]): number | undefined {
  const number = Number(valueOf(parameters, 'n'));
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

function commandLine(parameters: readonly string[]): string | undefined {
  const encoded = valueOf(parameters, 'cmdline_url');
  try {
    return encoded ? decodeURIComponent(encoded) : undefined;
  } catch {
    return undefined;
  }
}

function valueOf(parameters: readonly string[], name: string): string | undefined {
  return parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
}
