import type { Timeline } from '$api/types';
import { Axis, lastAtMost } from './axis';

export interface PastCommand {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly line: string | undefined;
  readonly exitCode: number | undefined;
  readonly ended: boolean;
}

/** A session's past as the runner outlines it. */
export class Past {
  readonly commands: readonly PastCommand[];
  readonly #timeline: Timeline;
  readonly #pointTimes: readonly number[];
  readonly #times: readonly number[];

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
    this.#pointTimes = timeline.points.map((point) => point.time / 1000);
    const others = [...timeline.resizes, ...timeline.commands].map(({ time }) => time / 1000);
    const inside = [...this.#pointTimes, ...others].sort((a, b) => a - b);
    const start = Math.min(Date.parse(timeline.startedAt), inside[0] ?? Infinity);
    this.#times = [start, ...inside, Math.max(Date.parse(timeline.endedAt), inside.at(-1) ?? 0)];
    this.commands = timeline.commands.map(({ number, time, command, exitCode, endSeq }) => ({
      number,
      time: time / 1000,
      line: command ?? undefined,
      exitCode: exitCode ?? undefined,
      ended: (endSeq ?? undefined) !== undefined,
    }));
  }

  get isEmpty(): boolean {
    return this.#timeline.points.length === 0;
  }

  axis(skipIdle: boolean): Axis {
    return new Axis(this.#times, skipIdle);
  }

  /** The nearest position before a moment at which the runner can be asked for the screen; undefined before any output. */
  positionAt(time: number): number | undefined {
    return this.#timeline.points[lastAtMost(this.#pointTimes, time)]?.seq;
  }

  /** What stood on the screen before anything was printed: nothing, of this size. */
  get beginning(): { readonly after: number; readonly cols: number; readonly rows: number } {
    const size = this.#timeline.resizes[0];
    return { after: this.#timeline.first - 1, cols: size?.cols ?? 80, rows: size?.rows ?? 24 };
  }

  /** The command that ran, or had run last, at a moment. */
  commandAt(time: number): PastCommand | undefined {
    return this.commands.findLast((command) => command.time <= time);
  }

  /** How busy each of so many equal parts of the axis was, from 0 to 1. */
  activity(axis: Axis, parts: number): number[] {
    const bytes = new Array<number>(parts).fill(0);
    this.#timeline.points.forEach((point, index) => {
      const place = axis.length === 0 ? 0 : axis.played(this.#pointTimes[index] as number) / axis.length;
      const part = Math.min(parts - 1, Math.floor(place * parts));
      bytes[part] = (bytes[part] as number) + point.bytes;
    });
    const most = Math.log1p(Math.max(...bytes, 1));
    return bytes.map((amount) => Math.log1p(amount) / most);
  }
}
