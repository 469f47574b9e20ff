import type { IDisposable, Terminal } from '@xterm/xterm';

/**
 * A program asks its terminal questions (device attributes, cursor position, colours) and reads the answers as input. The runner
 * answers them, once, whoever is attached. xterm.js answers inside its parser, so every question is taken out there, before
 * xterm.js sees it.
 */
export class QueryGuard implements IDisposable {
  readonly #handlers: IDisposable[];
  #live = false;

  constructor(terminal: Terminal) {
    const swallow = () => true;
    const swallowQuestion = (data: string) => data.includes('?');
    const { parser } = terminal;
    this.#handlers = [
      // Device attributes: primary, secondary, tertiary.
      parser.registerCsiHandler({ final: 'c' }, swallow),
      parser.registerCsiHandler({ prefix: '>', final: 'c' }, swallow),
      parser.registerCsiHandler({ prefix: '=', final: 'c' }, swallow),
      // Device status and cursor position.
      parser.registerCsiHandler({ final: 'n' }, swallow),
      parser.registerCsiHandler({ prefix: '?', final: 'n' }, swallow),
      // Modes (DECRQM), terminal parameters, version, keyboard flags, window reports.
      parser.registerCsiHandler({ intermediates: '$', final: 'p' }, swallow),
      parser.registerCsiHandler({ prefix: '?', intermediates: '$', final: 'p' }, swallow),
      parser.registerCsiHandler({ final: 'x' }, swallow),
      parser.registerCsiHandler({ prefix: '>', final: 'q' }, swallow),
      parser.registerCsiHandler({ prefix: '?', final: 'u' }, swallow),
      parser.registerCsiHandler({ final: 't' }, swallow),
      // Settings (DECRQSS) and capabilities (XTGETTCAP).
      parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow),
      parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow),
      // DECID, an old way to ask for device attributes.
      parser.registerEscHandler({ final: 'Z' }, swallow),
      // Colours: palette, foreground, background, cursor and the rest of that family.
      ...[4, 5, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map((id) => parser.registerOscHandler(id, swallowQuestion)),
    ];
  }

  /** Whether what is written happens now, rather than being replayed. */
  live(on: boolean): void {
    this.#live = on;
  }

  /**
   * Whether what xterm.js emits may be sent. Switching on focus reports makes it report at once, also in the middle of a replay;
   * that mode can't be taken out, so its report is.
   */
  lets(data: string): boolean {
    return this.#live || !isFocusReport(data);
  }

  dispose(): void {
    for (const handler of this.#handlers) handler.dispose();
  }
}

/** What a terminal says by itself when it gets or loses the keyboard, if the program wants to know. */
export function isFocusReport(data: string): boolean {
  return data === '\x1b[I' || data === '\x1b[O';
}
