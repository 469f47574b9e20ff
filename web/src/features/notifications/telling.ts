import type { NotificationInfo } from '$api/types';
import type { Clock } from '$lib/clock';
import { m } from '$lib/messages';
import type { Store } from '$lib/storage';
import { oneLine } from '$lib/text';
import type { Toast } from '$ui/toasts.svelte';
import { isQuiet } from './quiet-hours';
import type { SystemNotices } from './system-notices';
import { sentence, toneOf } from './words';

export interface TellingOptions {
  readonly clock: Clock;
  /** Shared by the tabs of a browser. */
  readonly store: Store;
  /** Absent where the browser has none. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly notices: SystemNotices;
  /** Whether a person is at this page. */
  here(): boolean;
  /** Whether things are told outside the page as well. */
  outside(): boolean;
  setOutside(on: boolean): void;
  /** As `22:00-07:00`; empty for never. */
  quietHours(): string;
  /** The returned function takes it back. */
  toast(toast: Omit<Toast, 'id'>): () => void;
  /** Whether nobody has read it yet, anywhere. */
  isUnread(item: NotificationInfo): boolean;
  open(item: NotificationInfo): void;
  /** The address of where it leads. */
  pathTo(item: NotificationInfo): string;
}

/** How long a tab that nobody looks at leaves the word to one that somebody does. */
const afterOthers = 250;
/** What was told is remembered for so many. */
const remembered = 50;

/** Says what is new: on the page to who is there, else outside of it, once however many tabs there are. */
export class Telling {
  readonly #options: TellingOptions;
  /** By tag, what of it isn't read yet. */
  readonly #shown = new Map<string, Set<number>>();

  /** The one that is on the page: what came before it is in the list. */
  #toast: { readonly id: number; takeBack(): void } | undefined;
  #offered = false;

  constructor(options: TellingOptions) {
    this.#options = options;
  }

  tell(item: NotificationInfo): void {
    const { clock, here, quietHours } = this.#options;
    if (here()) void this.#once(item, () => this.#onPage(item));
    else if (!isQuiet(quietHours(), new Date(clock.now()))) clock.after(afterOthers, () => this.#outside(item));
  }

  /** What was read, here or elsewhere, is taken back. */
  unread(items: readonly NotificationInfo[]): void {
    const left = new Set(items.map(({ id }) => id));
    if (this.#toast && !left.has(this.#toast.id)) this.#toast.takeBack();
    for (const [tag, ids] of this.#shown) {
      if ([...ids].some((id) => left.has(id))) continue;
      this.#shown.delete(tag);
      this.#options.notices.close(tag);
    }
  }

  #onPage(item: NotificationInfo): void {
    const { notices, outside, setOutside, toast, open } = this.#options;
    const ask = {
      label: m.notifications_outside_too(),
      run: () => void notices.ask().then((allowed) => setOutside(allowed)),
    };
    // Once is enough: the list offers it as well.
    const offers = !this.#offered && notices.permission === 'unknown' && !outside();
    this.#offered ||= offers;
    this.#toast?.takeBack();
    const takeBack = toast({
      tone: toneOf(item),
      title: oneLine(item.sessionName, 80),
      text: sentence(item),
      actions: [{ label: m.notifications_show(), run: () => open(item) }, ...(offers ? [ask] : [])],
    });
    this.#toast = { id: item.id, takeBack };
  }

  #outside(item: NotificationInfo): void {
    const { notices, outside, isUnread, open, pathTo } = this.#options;
    if (!outside() || notices.permission !== 'granted' || !isUnread(item)) return;
    const tag = `dispatch-${item.workspace}-${item.sessionId}`;
    void this.#once(item, () => {
      this.#shown.set(tag, new Set([...(this.#shown.get(tag) ?? []), item.id]));
      notices.show({
        tag,
        title: oneLine(item.sessionName, 80),
        body: sentence(item),
        path: pathTo(item),
        pressed: () => open(item),
      });
    });
  }

  /** The first tab that comes has the word. */
  async #once(item: NotificationInfo, say: () => void): Promise<void> {
    const { store, locks } = this.#options;
    const name = `${item.id} ${item.at}`;
    const claim = () => {
      const kept = store.read('told');
      const told = Array.isArray(kept) ? kept : [];
      if (told.includes(name)) return;
      store.write('told', [...told, name].slice(-remembered));
      say();
    };
    if (locks) await locks.request('dispatch-told', () => Promise.resolve(claim()));
    else claim();
  }
}
