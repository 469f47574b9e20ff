import type { PastScreen } from '$api/client';
import { messageOf, referenceOf } from '$api/problem';
import type { Size } from '$api/session-stream';
import type { Timeline } from '$api/types';
import type { Reference } from '$lib/reference';
import type { Axis } from './axis';
import { Past, type PastCommand } from './past';
import { Recording, type PastEvent } from './recording';
import { Transport, type Speed } from './transport';

export interface PastSource {
  timeline(): Promise<Timeline>;
  screenAt(seq: number, signal: AbortSignal): Promise<PastScreen>;
  recording(after: number, signal: AbortSignal): Promise<string>;
}

/** What the past is shown on. */
export interface PastView {
  write(bytes: Uint8Array, taken: () => void): void;
  reset(size: Size): void;
  restore(size: Size, bytes: Uint8Array, taken: () => void): void;
  resize(size: Size): void;
  newProcess(): void;
}

/** Plays a session's past on a screen of its own. */
export class Player {
  readonly #source: PastSource;
  readonly #view: PastView;
  readonly #transport = new Transport();
  #past = $state.raw<Past>();
  #axis = $state.raw<Axis>();
  #recording: Recording | undefined;
  #seeking = new AbortController();
  /** The seek that waits until the present one is done: only the last one counts. */
  #wanted: number | undefined;
  #busy = false;

  #position = $state(0);
  #playing = $state(false);
  #speed = $state<Speed>(1);
  #skipIdle = $state(true);
  #waiting = $state(false);
  #problem = $state<string>();
  #reference = $state.raw<Reference>();

  constructor(source: PastSource, view: PastView) {
    this.#source = source;
    this.#view = view;
  }

  get past(): Past | undefined {
    return this.#past;
  }

  get axis(): Axis | undefined {
    return this.#axis;
  }

  /** Milliseconds from the beginning, as played. */
  get position(): number {
    return this.#position;
  }

  get length(): number {
    return this.#axis?.length ?? 0;
  }

  /** When it was, in milliseconds since 1970. */
  get time(): number | undefined {
    return this.#axis?.real(this.#position);
  }

  get playing(): boolean {
    return this.#playing;
  }

  get speed(): Speed {
    return this.#speed;
  }

  set speed(speed: Speed) {
    this.#transport.speed = this.#speed = speed;
  }

  get skipIdle(): boolean {
    return this.#skipIdle;
  }

  set skipIdle(on: boolean) {
    const time = this.time;
    this.#skipIdle = on;
    this.#measure(time);
  }

  /** Waits for what comes next. */
  get waiting(): boolean {
    return this.#waiting;
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  get command(): PastCommand | undefined {
    return this.time === undefined ? undefined : this.#past?.commandAt(this.time);
  }

  /** Begins at a command and plays, or stands at the end. */
  async open(command?: number): Promise<void> {
    this.#problem = undefined;
    try {
      this.#past = new Past(await this.#source.timeline());
      const start = this.#past.commands.find(({ number }) => number === command);
      this.#measure(start?.time ?? Infinity);
      this.seek(this.#transport.position);
      if (start) this.play();
    } catch (error) {
      this.#fail(error);
    }
  }

  close(): void {
    this.#seeking.abort();
    this.pause();
  }

  toggle(): void {
    if (this.#playing) this.pause();
    else this.play();
  }

  play(): void {
    const again = this.#transport.atEnd;
    this.#transport.play();
    this.#playing = true;
    if (again) this.seek(0);
  }

  pause(): void {
    this.#transport.pause();
    this.#playing = false;
  }

  faster(step: 1 | -1): void {
    this.#transport.shift(step);
    this.#speed = this.#transport.speed;
  }

  /** To a place on the axis. May be called again before it is there, as while dragging. */
  seek(position: number): void {
    this.#transport.seek(position);
    this.#position = this.#transport.position;
    this.#recording = undefined;
    this.#wanted = this.#position;
    if (!this.#busy) void this.#follow();
  }

  step(milliseconds: number): void {
    this.seek(this.#position + milliseconds);
  }

  /** To the command before or after this moment. */
  stepCommand(step: 1 | -1): void {
    const axis = this.#axis;
    if (!axis || !this.#past) return;
    const places = this.#past.commands.map(({ time }) => axis.played(time));
    // Just behind a beginning, back means the one before it.
    const target =
      step > 0
        ? places.find((place) => place > this.#position + 1)
        : places.findLast((place) => place < this.#position - 500);
    this.seek(target ?? (step > 0 ? this.length : 0));
  }

  /** A frame was drawn: so many milliseconds passed since the last one. */
  tick(elapsed: number): void {
    if (!this.#recording || !this.#playing) return;
    if (this.#recording.starving) {
      this.#waiting = true;
      return;
    }
    this.#waiting = false;
    this.#transport.advance(elapsed);
    this.#position = this.#transport.position;
    this.#playing = this.#transport.playing;
    this.#show();
  }

  #measure(time: number | undefined): void {
    this.#axis = this.#past?.axis(this.#skipIdle);
    if (!this.#axis) return;
    this.#transport.measure(this.#axis.length, this.#axis.played(time ?? 0));
    this.#position = this.#transport.position;
  }

  #fail(error: unknown): void {
    this.#problem = messageOf(error);
    this.#reference = referenceOf(error);
  }

  async #follow(): Promise<void> {
    this.#busy = true;
    while (this.#wanted !== undefined) {
      const target = this.#wanted;
      this.#wanted = undefined;
      try {
        await this.#goTo(target);
        this.#problem = undefined;
      } catch (error) {
        if (!this.#seeking.signal.aborted) this.#fail(error);
      }
    }
    this.#busy = false;
  }

  async #goTo(position: number): Promise<void> {
    const { signal } = this.#seeking;
    const past = this.#past;
    if (!past || !this.#axis || signal.aborted) return;
    const at = past.positionAt(this.#axis.real(position));
    let after = past.beginning.after;
    if (at === undefined) {
      this.#view.reset(past.beginning);
    } else {
      const screen = await this.#source.screenAt(at, signal);
      if (signal.aborted) return;
      this.#view.restore(screen, screen.bytes, () => undefined);
      after = at;
    }
    // While one drags on, the screens alone are enough.
    if (this.#wanted !== undefined) return;
    const recording = new Recording((from) => this.#source.recording(from, signal), after);
    await recording.fill();
    if (this.#wanted !== undefined || signal.aborted) return;
    this.#recording = recording;
    this.#show();
  }

  /** Shows everything up to the position. */
  #show(): void {
    const recording = this.#recording;
    if (!recording || !this.#axis) return;
    const now = this.#transport.atEnd ? Infinity : this.#axis.real(this.#transport.position);
    for (let next = recording.ahead; next && next.time <= now; next = recording.ahead) {
      recording.take();
      this.#apply(next);
    }
    recording.fill().catch((error: unknown) => {
      if (this.#seeking.signal.aborted) return;
      this.pause();
      this.#fail(error);
    });
  }

  #apply(event: PastEvent): void {
    if (event.bytes) this.#view.write(event.bytes, () => undefined);
    else if (event.type === 'terminal.resized') this.#view.resize(event.data as Size);
    else if (event.type === 'session.restarted') this.#view.newProcess();
  }
}
