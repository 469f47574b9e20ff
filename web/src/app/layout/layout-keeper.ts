import type { KeptLayout, SessionRef } from '$api/client';
import { ApiError } from '$api/problem';
import type { Layout } from '$api/types';
import type { Clock } from '$lib/clock';
import type { Store } from '$lib/storage';
import type { Tabs } from '../tabs.svelte';
import { fromDocument, toDocument } from './document';
import type { SideBar } from './side-bar.svelte';
import { legacyLayout } from './legacy';

/** The server's side of it. */
export interface LayoutGateway {
  /** Undefined when nothing was kept yet. */
  layout(workspace: string, window: number): Promise<KeptLayout | undefined>;
  /** Rejects with 412 when it isn't what was seen last. Gives the new version. */
  keepLayout(workspace: string, window: number, layout: Layout, seen: string | undefined): Promise<string>;
}

export interface LayoutKeeperOptions {
  readonly gateway: LayoutGateway;
  readonly store: Store;
  readonly clock: Clock;
  readonly tabs: Tabs;
  readonly sideBar: SideBar;
  kindOf(at: SessionRef): string | undefined;
  /** Whether a person looks at this window. */
  here(): boolean;
  /** The layout was taken from the server: what it shows may not be there any more. */
  taken(): void;
}

/** What this browser remembers of a window, so that it is there at once and without the server. */
interface Copy {
  readonly layout: unknown;
  /** The server's version that it was made from. */
  readonly seen?: string;
  /** The server doesn't have it yet. */
  readonly ahead?: boolean;
}

/** A window of a workspace that was never shown in it. */
const nothing = { root: undefined, active: undefined, maximised: undefined };

/** A drag changes a layout many times a second. */
const saveAfter = 300;
/** After a failure that nobody told the end of. */
const tryAgainAfter = 10_000;

/**
 * Keeps how this window is arranged: at once in this browser, soon after on the server. Each window has its own, and whoever changed it
 * last is right: where two pages hold the same one, the one that is looked at.
 */
export class LayoutKeeper {
  readonly #options: LayoutKeeperOptions;
  #workspace = '';
  #window = 1;
  #seen: string | undefined;
  #ahead = false;
  #restoring = false;
  #following = false;
  #saving = false;
  #later: (() => void) | undefined;

  constructor(options: LayoutKeeperOptions) {
    this.#options = options;
    options.tabs.onChange(() => this.#changed());
    options.sideBar.onChange(() => this.#changed());
  }

  /** Arranges the window as this browser remembers it; what is shown of another workspace is put away first. */
  open(workspace: string, window: number): void {
    const before = this.#workspace;
    if (this.#ahead && this.#following) void this.#save();
    this.#later?.();
    this.#workspace = workspace;
    this.#window = window;
    const copy = this.#read();
    this.#seen = copy?.seen;
    this.#ahead = copy?.ahead === true;
    if (copy) this.#arrange(copy.layout);
    else if (before !== '') this.#rearrange(() => this.#options.tabs.restore(nothing, workspace));
  }

  /** Compares with the server, and keeps what changes from now on. Also after a connection that was lost is back. */
  async follow(): Promise<void> {
    this.#following = true;
    const workspace = this.#workspace;
    try {
      const kept = await this.#options.gateway.layout(workspace, this.#window);
      if (workspace !== this.#workspace) return;
      if (!this.#ahead && kept && kept.version !== this.#seen) this.#take(kept);
      else if (this.#ahead || !kept) {
        // What was done here since is newer, whatever the server has.
        this.#seen = kept?.version;
        await this.#save();
      }
    } catch {
      // Not reached: it is kept here, and told later.
      this.#saveLater(tryAgainAfter);
    }
  }

  stop(): void {
    this.#following = false;
    this.#later?.();
  }

  #changed(): void {
    if (this.#restoring || this.#workspace === '') return;
    this.#ahead = true;
    this.#remember();
    this.#saveLater(saveAfter);
  }

  #saveLater(milliseconds: number): void {
    if (!this.#following) return;
    this.#later?.();
    this.#later = this.#options.clock.after(milliseconds, () => void this.#save());
  }

  async #save(): Promise<void> {
    if (this.#saving) return this.#saveLater(saveAfter);
    this.#saving = true;
    this.#ahead = false;
    const [workspace, name, layout] = [this.#workspace, this.#name, this.#document()];
    try {
      const { gateway, store } = this.#options;
      const seen = await gateway.keepLayout(workspace, this.#window, layout, this.#seen);
      if (workspace !== this.#workspace) {
        // Meanwhile another one is shown. What was changed of this one since it was sent is sent when it is shown again.
        const copy = store.read(name) as Partial<Copy> | null;
        const ahead = JSON.stringify(copy?.layout) !== JSON.stringify(layout);
        return store.write(name, { layout: ahead ? copy?.layout : layout, seen, ahead });
      }
      this.#seen = seen;
      this.#remember();
    } catch (error) {
      // What is remembered of it says that the server doesn't have it yet.
      if (workspace !== this.#workspace) return;
      this.#ahead = true;
      if (error instanceof ApiError && error.status === 412) await this.#settle();
      else if (error instanceof ApiError && error.mayPass) this.#saveLater(tryAgainAfter);
    } finally {
      this.#saving = false;
    }
  }

  /** Another page holds the same layout and has changed it. */
  async #settle(): Promise<void> {
    const workspace = this.#workspace;
    const kept = await this.#options.gateway.layout(workspace, this.#window).catch(() => undefined);
    if (workspace !== this.#workspace) return;
    if (kept && !this.#options.here()) return this.#take(kept);
    this.#seen = kept?.version;
    this.#saveLater(saveAfter);
  }

  #take({ version, layout }: KeptLayout): void {
    this.#seen = version;
    this.#ahead = false;
    this.#arrange(layout);
    this.#remember();
    this.#options.taken();
  }

  #arrange(document: unknown): void {
    const layout = fromDocument(document, this.#workspace);
    if (!layout) return;
    this.#rearrange(() => {
      this.#options.tabs.restore(layout, this.#workspace);
      this.#options.sideBar.restore(layout.sideBar);
    });
  }

  #rearrange(restore: () => void): void {
    this.#restoring = true;
    restore();
    this.#restoring = false;
  }

  #document(): Layout {
    const { tabs, sideBar, kindOf } = this.#options;
    return toDocument({ ...tabs.arrangement, sideBar }, this.#workspace, kindOf);
  }

  #read(): Copy | undefined {
    const copy = this.#options.store.read(this.#name) as Partial<Copy> | null;
    if (copy?.layout) return copy as Copy;
    const before = this.#window === 1 ? legacyLayout(this.#options.store, this.#workspace) : undefined;
    return before === undefined ? undefined : { layout: before, ahead: true };
  }

  #remember(): void {
    const copy: Copy = { layout: this.#document(), seen: this.#seen, ahead: this.#ahead };
    this.#options.store.write(this.#name, copy);
  }

  get #name(): string {
    return `layout.${this.#workspace}.${this.#window}`;
  }
}
