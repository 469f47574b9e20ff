import { m } from '$lib/messages';
import { referenceOf, type ApiError } from '$api/problem';
import type { ConnectionState } from '$api/connection';
import type { Colors, SessionStreamEvents, Size } from '$api/session-stream';
import type { Of, SessionCommand, SessionInfo, SessionMessage } from '$api/types';
import type { Clock } from '$lib/clock';
import type { Reference } from '$lib/reference';
import { oneLine } from '$lib/text';
import { CommandFacts, type Facts } from './command-facts';
import type { Screen } from './screen';

/** An attached session, as the view model uses it. */
export interface Attachment {
  start(size: Size | undefined, colors: Colors | undefined): void;
  stop(): void;
  input(bytes: Uint8Array): boolean;
  keep(bytes: Uint8Array): boolean;
  readonly kept: Uint8Array;
  discardKept(): void;
  sendKept(): void;
  tryNow(): void;
  resize(size: Size): void;
  look(on: boolean): void;
}

export interface TerminalServices {
  attach(events: SessionStreamEvents): Attachment;
  /** Asks for the session when its connection was refused: it may be gone, or nobody may be signed in. */
  look(): Promise<SessionInfo>;
  /** The commands that its shell ran. */
  commands(): Promise<SessionCommand[]>;
  commandOutput(number: number): Promise<string>;
  readonly clock: Clock;
}

/** How long a terminal that nobody sees stays attached: whoever goes to and fro between a few of them can type into each at once. */
const hiddenFor = 5 * 60_000;

/** One terminal on this page: its connection, and what has to be said about it. */
export class TerminalModel {
  readonly #services: TerminalServices;
  readonly #stream: Attachment;
  #screen: Screen | undefined;
  #detachLater: (() => void) | undefined;
  readonly #facts = new CommandFacts();
  #started = false;
  #openedAt = 0;

  #connection = $state<ConnectionState>('closed');
  #caughtUp = $state(false);
  #size = $state.raw<Size>();
  #fits = $state.raw<Size>();
  #title = $state('');
  #unknownInput = $state(0);
  #kept = $state('');
  #retryAt = $state<number>();
  #refusal = $state<string>();
  #problem = $state<string>();
  #reference = $state.raw<Reference>();
  /** Changes with what is known of commands. */
  #factsVersion = $state(0);

  constructor(services: TerminalServices) {
    this.#services = services;
    this.#stream = services.attach(this.#events());
  }

  get connection(): ConnectionState {
    return this.#connection;
  }

  /** Whether the past is on the screen and what is shown happens now. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** The terminal's own size, when another client decided it; undefined when it fills this pane. */
  get foreignSize(): Size | undefined {
    const size = this.#size;
    const fits = this.#fits;
    return size && fits && (size.cols !== fits.cols || size.rows !== fits.rows) ? size : undefined;
  }

  /** The size that would fill the pane. */
  get fits(): Size | undefined {
    return this.#fits;
  }

  /** What the program calls itself (OSC 0 and 2): untrusted, one line, for showing only. */
  get title(): string {
    return this.#title;
  }

  /** So many typed bytes may or may not have reached the program. */
  get unknownInput(): number {
    return this.#unknownInput;
  }

  /** What was typed while nothing was connected, and waits to be sent. */
  get kept(): string {
    return this.#kept;
  }

  /** Milliseconds since 1970 when it tries next to connect. */
  get retryAt(): number | undefined {
    return this.#retryAt;
  }

  tryNow(): void {
    this.#stream.tryNow();
  }

  discardKept(): void {
    this.#stream.discardKept();
    this.#lookAtKept();
  }

  sendKept(): void {
    this.#unknownInput = 0;
    this.#stream.sendKept();
    this.#lookAtKept();
  }

  /** What the runner refused, such as input that the program doesn't read. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Why it can't be attached. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** What to name the problem by. */
  get reference(): Reference | undefined {
    return this.#reference;
  }

  factsOf(number: number): Facts {
    void this.#factsVersion;
    return this.#facts.of(number);
  }

  /** What a command printed, also where the screen has lost it. */
  outputOf(number: number): Promise<string> {
    return this.#services.commandOutput(number);
  }

  /** Begins once there is something to show it on. */
  open(screen: Screen): void {
    this.#screen = screen;
    this.show();
  }

  show(): void {
    this.#detachLater?.();
    this.#detachLater = undefined;
    if (!this.#screen || this.#problem !== undefined || this.#started) return;
    this.#started = true;
    this.#fits = this.#screen.fits;
    this.#stream.start(this.#fits, this.#screen.colors);
  }

  /** Out of sight: detaches after a while, and resumes from where it was. */
  hide(): void {
    this.#detachLater ??= this.#services.clock.after(hiddenFor, () => this.#stop());
  }

  close(): void {
    this.#detachLater?.();
    this.#stop();
    this.#screen = undefined;
  }

  retry(): void {
    this.#problem = undefined;
    this.show();
  }

  type(text: string): void {
    this.#send(new TextEncoder().encode(text));
  }

  /** What the terminal says by itself. Unlike typing it changes nothing on the page, and may come while that is being rebuilt. */
  report(text: string): void {
    this.#stream.input(new TextEncoder().encode(text));
  }

  /** Bytes, one in each character. */
  typeBinary(text: string): void {
    this.#stream.input(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  }

  fit(): void {
    const fits = this.#screen?.fits;
    if (!fits) return;
    this.#fits = fits;
    this.#stream.resize(fits);
  }

  /** Whether somebody sees it. */
  look(on: boolean): void {
    this.#stream.look(on);
  }

  setTitle(title: string): void {
    this.#title = oneLine(title, 120);
  }

  dismissNotice(): void {
    this.#unknownInput = 0;
    this.#refusal = undefined;
  }

  #send(bytes: Uint8Array): void {
    if (this.#stream.input(bytes)) this.#unknownInput = 0;
    else if (this.#stream.keep(bytes)) this.#lookAtKept();
    else this.#refusal = m.terminal_keys_not_taken();
  }

  #lookAtKept(): void {
    this.#kept = new TextDecoder().decode(this.#stream.kept);
  }

  #stop(): void {
    this.#detachLater = undefined;
    this.#started = false;
    this.#stream.stop();
  }

  #events(): SessionStreamEvents {
    return {
      state: (state) => {
        this.#connection = state;
        if (state === 'open') this.#openedAt = performance.now();
        else this.#screen?.live(false);
      },
      refused: () => void this.#askWhy(),
      waiting: (until) => {
        this.#retryAt = until;
      },
      attached: () => undefined,
      keptChanged: () => this.#lookAtKept(),
      gap: ({ cols, rows }) => {
        this.#size = { cols, rows };
        this.#screen?.reset({ cols, rows });
      },
      snapshot: (snapshot, bytes, taken) => this.#restore(snapshot, bytes, taken),
      output: (bytes, taken) => {
        if (this.#screen) this.#screen.write(bytes, taken);
        else taken();
      },
      event: (event) => this.#happened(event),
      live: () => {
        this.#caughtUp = true;
        this.#screen?.live(true);
      },
      unknownInput: (bytes) => {
        this.#unknownInput += bytes;
      },
      fault: (fault, traceId) => this.#failed(fault, traceId),
    };
  }

  #restore({ cols, rows, reason }: Of<SessionMessage, 'snapshot'>, bytes: Uint8Array, taken: () => void): void {
    const screen = this.#screen;
    if (!screen) return taken();
    this.#size = { cols, rows };
    const start = this.#openedAt;
    // What the runner and the way took, apart from what the page took.
    const detail = { reason, bytes: bytes.length, received: performance.now() - start };
    screen.restore({ cols, rows }, bytes, () => {
      taken();
      if (reason !== 'behind')
        screen.painted(() =>
          performance.measure('dispatch.attach-to-paint', { start, end: performance.now(), detail }),
        );
    });
    void this.#learnCommands();
  }

  /** What happened before the snapshot comes by no event. */
  async #learnCommands(): Promise<void> {
    try {
      this.#facts.takeAll(await this.#services.commands());
      this.#factsVersion++;
    } catch {
      // The marks stand on the screen all the same, only without times.
    }
  }

  #happened(event: Of<SessionMessage, 'event'>): void {
    if (event.type === 'terminal.resized') {
      const size = event.data as Size;
      this.#size = { cols: size.cols, rows: size.rows };
      this.#screen?.resize(this.#size);
    } else if (event.type === 'session.restarted') {
      this.#screen?.newProcess();
    } else {
      const number = this.#facts.take(event);
      if (number === undefined) return;
      this.#factsVersion++;
      if (event.type === 'terminal.command-started') this.#screen?.commandStarted(number);
    }
  }

  #failed(fault: Of<SessionMessage, 'error'>, traceId?: string): void {
    if (!fault.fatal) this.#refusal = fault.message;
    // Being too slow is no reason to stay away: attaching again is what it asks for.
    else if (fault.code !== 'attach.unread') this.#give(fault.message, { code: fault.code, traceId });
  }

  async #askWhy(): Promise<void> {
    try {
      await this.#services.look();
    } catch (error) {
      if ((error as ApiError).status === 404) this.#give((error as ApiError).message, referenceOf(error));
    }
  }

  #give(problem: string, reference: Reference | undefined): void {
    this.#problem = problem;
    this.#reference = reference;
    this.#stop();
  }
}
