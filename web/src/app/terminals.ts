import type { ApiClient, SessionRef } from '$api/client';
import type { ConnectionOptions } from '$api/connection';
import type { Size } from '$api/session-stream';
import type { TerminalView, ViewOptions } from '../features/terminal/terminal-view.svelte';
import { tabKey } from './tabs.svelte';

/** What a terminal is made of. */
export interface TerminalParts {
  readonly client: ApiClient;
  readonly connection: Omit<ConnectionOptions, 'path'>;
  readonly options: ViewOptions;
  /** What a path that a session printed leads to. */
  file(at: SessionRef, path: string, cwd: string | undefined): ReturnType<NonNullable<ViewOptions['file']>>;
}

/** The terminals that are kept as they are, each made by its pane when that is first shown. */
export class Terminals {
  readonly parts: TerminalParts;
  readonly #views = new Map<string, TerminalView>();
  /** Commands to be gone to. */
  readonly #wanted = new Map<string, number>();

  /** The session whose past is to be shown: what was asked last. */
  #toPlay: string | undefined;

  constructor(parts: TerminalParts) {
    this.parts = parts;
  }

  keep(at: SessionRef, view: TerminalView): void {
    this.#views.set(tabKey(at), view);
    const command = this.#wanted.get(tabKey(at));
    if (command !== undefined) this.showCommand(at, command);
    if (this.#toPlay === tabKey(at)) this.playBack(at);
  }

  /** Plays a session back, as soon as it is shown. */
  playBack(at: SessionRef): void {
    const view = this.find(at);
    view?.playBack();
    this.#toPlay = view ? undefined : tabKey(at);
  }

  /** Goes to a command of a session, as soon as it is shown. */
  showCommand(at: SessionRef, command: number): void {
    const view = this.find(at);
    if (view) {
      this.#wanted.delete(tabKey(at));
      view.commands.seek(command);
    } else this.#wanted.set(tabKey(at), command);
  }

  forget(at: SessionRef): void {
    this.#wanted.delete(tabKey(at));
    this.#views.delete(tabKey(at));
  }

  /** A size that fits the panes of this page, and best the one where a new terminal comes; undefined before there was one. */
  sizeAt(at: SessionRef | undefined): Size | undefined {
    return this.find(at)?.model.fits ?? [...this.#views.values()].findLast((view) => view.model.fits)?.model.fits;
  }

  /** Something typed isn't sent yet, or somebody reads further up. */
  get busy(): boolean {
    return [...this.#views.values()].some((view) => view.model.kept !== '' || !view.atBottom);
  }

  /** What keeping it takes, by the key of its tab. */
  cellsOf(key: string): number {
    return this.#views.get(key)?.cells ?? 0;
  }

  find(at: SessionRef | undefined): TerminalView | undefined {
    return at && this.#views.get(tabKey(at));
  }
}
