import type { IDisposable, IUnicodeVersionProvider, Terminal } from '@xterm/xterm';
import { step } from './widths-clusters';
import { unicodeVersion } from './widths.g';
import { properties, widthOf } from './widths-table';

/** xterm.js packs into a number: what the provider wants back with the next code point, columns, and "goes into the cell before". */
const packed = (state: number, width: number, joins: boolean) => (state << 3) | (width << 1) | (joins ? 1 : 0);
const widthBefore = (preceding: number) => (preceding >> 1) & 3;

const wcwidth = (codePoint: number) => widthOf(properties(codePoint)) as 0 | 1 | 2;

/** Each code point by itself, as programs count that know wcwidth() alone. */
const codePoints: IUnicodeVersionProvider = {
  version: `dispatch-${unicodeVersion}`,
  wcwidth,
  charProperties(codePoint, preceding) {
    const width = wcwidth(codePoint);
    // Also after a cursor movement: what has no width takes no cell.
    return width > 0 ? packed(0, width, false) : packed(0, widthBefore(preceding), true);
  },
};

/** Clusters as a reader sees them: mode 2027. */
const clusters: IUnicodeVersionProvider = {
  version: `dispatch-${unicodeVersion}-clusters`,
  wcwidth,
  charProperties(codePoint, preceding) {
    const { state, begins, width } = step(preceding >> 3, widthBefore(preceding), codePoint);
    return packed(state, width, !begins || wcwidth(codePoint) === 0);
  },
};

/** Makes xterm.js count columns exactly as the headless terminal does (src/Dispatch.Terminal/Unicode). */
export class Widths implements IDisposable {
  readonly #terminal: Terminal;
  readonly #handlers: IDisposable[];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.unicode.register(codePoints);
    terminal.unicode.register(clusters);
    this.reset();

    const { parser } = terminal;
    this.#handlers = [
      parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => this.#set(modes, clusters)),
      parser.registerCsiHandler({ prefix: '?', final: 'l' }, (modes) => this.#set(modes, codePoints)),
      parser.registerEscHandler({ final: 'c' }, () => this.reset()),
    ];
  }

  /** As a terminal that was just started. */
  reset(): false {
    this.#terminal.unicode.activeVersion = codePoints.version;
    return false;
  }

  dispose(): void {
    for (const handler of this.#handlers) handler.dispose();
  }

  /** False: xterm.js handles the sequence too, for the other modes in it. */
  #set(modes: (number | number[])[], provider: IUnicodeVersionProvider): false {
    if (modes.includes(2027)) this.#terminal.unicode.activeVersion = provider.version;
    return false;
  }
}
