import type { Draft, FileDetails } from '$api/types';
import type { Expected, FileContent } from '$api/files-client';
import { ApiError, messageOf } from '$api/problem';
import type { Clock } from '$lib/clock';
import { m } from '$lib/messages';
import { Text } from '@codemirror/state';
import { isFolder, kindOfLarge, largest, sameOnDisk, splitLines } from './disk-text';
import type { Conflict, DocumentGateway, DocumentState } from './disk-text';
import { decode, encode, separatorOf, type Encoding, type Ending, encodingName, outsideLatin1 } from './encoding';
import { shownAs, type Shown } from './file-kind';

const draftAfter = 1000;

/** A file that is open: what is on the disk, and what was made of it. */
export class FileDocument {
  readonly #gateway: DocumentGateway;
  readonly #clock: Clock;
  /** What draws it takes this text; told by its number that it is another one. */
  #version = $state(0);
  #path = $state('');
  #state = $state<DocumentState>('loading');
  #text = Text.empty;
  #saved = Text.empty;
  #unsaved = $state(false);
  #encoding = $state<Encoding>('utf-8');
  #ending = $state<Ending>('lf');
  #savedEnding: Ending = 'lf';
  #savedEncoding: Encoding = 'utf-8';
  #revision = $state<string>();
  #size = $state(0);
  #problem = $state<string>();
  #saveProblem = $state<string>();
  #saving = $state(false);
  #conflict = $state<Conflict>();
  /** What is on the disk, while it is compared. */
  #compared = $state.raw<Text>();
  /** When unsaved text was kept that was found and is shown. */
  #restored = $state<string>();
  #later: (() => void) | undefined;
  #kept = false;
  #looking = false;
  #came = false;

  constructor(path: string, gateway: DocumentGateway, clock: Clock) {
    this.#path = path;
    this.#gateway = gateway;
    this.#clock = clock;
  }

  get path(): string {
    return this.#path;
  }

  get state(): DocumentState {
    return this.#state;
  }

  get version(): number {
    return this.#version;
  }

  get text(): Text {
    return this.#text;
  }

  get isUnsaved(): boolean {
    return this.#unsaved;
  }

  get encoding(): Encoding {
    return this.#encoding;
  }

  get ending(): Ending {
    return this.#ending;
  }

  get revision(): string | undefined {
    return this.#revision;
  }

  get size(): number {
    return this.#size;
  }

  /** Why it can't be shown. */
  get problem(): string | undefined {
    return this.#problem;
  }

  get saveProblem(): string | undefined {
    return this.#saveProblem;
  }

  get saving(): boolean {
    return this.#saving;
  }

  get conflict(): Conflict | undefined {
    return this.#conflict;
  }

  get compared(): Text | undefined {
    return this.#compared;
  }

  get restored(): string | undefined {
    return this.#restored;
  }

  /** @param as another way to show it than its name says */
  async load(as: Shown | 'bytes' = shownAs(this.#path)): Promise<void> {
    this.#state = 'loading';
    this.#problem = undefined;
    try {
      const details = await this.#gateway.info(this.#path);
      if (isFolder(details)) return void (this.#state = 'folder');
      this.#revision = details.revision;
      this.#size = details.size;
      if (as !== 'text') return void (this.#state = as);
      if (details.size > largest) return void (this.#state = await kindOfLarge(this.#gateway, this.#path));
      await this.#loadText();
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What was typed; `text` is what there is now. */
  typed(text: Text): void {
    this.#text = text;
    this.#touched();
  }

  setEnding(ending: Ending): void {
    if (ending === this.#ending) return;
    // Carriage returns were part of the lines.
    if (this.#ending === 'mixed') this.#show(splitLines(this.#text.toString(), ending));
    this.#ending = ending;
    this.#touched();
  }

  setEncoding(encoding: Encoding): void {
    this.#encoding = encoding;
    this.#touched();
  }

  /** @param over what is on the disk, whatever that is */
  async save(over = false): Promise<boolean> {
    if (this.#state !== 'text' || this.#saving) return false;
    const text = this.#text;
    const [encoding, ending] = [this.#encoding, this.#ending];
    const bytes = encode(text.sliceString(0, text.length, separatorOf(ending)), encoding);
    if (!bytes) {
      const { character, line } = outsideLatin1(text.toString());
      this.#saveProblem = m.editor_not_in_encoding({ encoding: encodingName(encoding), character, line });
      return false;
    }
    this.#saving = true;
    this.#saveProblem = undefined;
    try {
      const { revision, size } = await this.#write(new Blob([bytes]), over);
      this.#took(text, encoding, ending, revision, size);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 412) this.#conflict = 'changed';
      else if (error instanceof ApiError && error.status === 404 && !over) this.#conflict = 'gone';
      else this.#saveProblem = messageOf(error);
      return false;
    } finally {
      this.#saving = false;
    }
  }

  /** Gives up what was typed for what is on the disk. */
  async reload(): Promise<void> {
    this.#later?.();
    this.#forgetDraft();
    try {
      await this.#readDisk();
    } catch (error) {
      this.#fail(error);
    }
  }

  async compare(): Promise<void> {
    try {
      const { size } = await this.#gateway.info(this.#path);
      if (size > largest) return void (this.#saveProblem = m.editor_too_large_now());
      const { bytes } = await this.#gateway.content(this.#path);
      const decoded = decode(bytes);
      if (decoded) this.#compared = splitLines(decoded.text, decoded.ending);
      else this.#saveProblem = m.editor_no_text_now();
    } catch (error) {
      this.#saveProblem = messageOf(error);
    }
  }

  endCompare(): void {
    this.#compared = undefined;
  }

  /** The unsaved text that was found is what is wanted. */
  keepRestored(): void {
    this.#restored = undefined;
  }

  movedTo(path: string): void {
    const before = this.#path;
    this.#path = path;
    this.#came = true;
    if (this.#kept) void this.#gateway.dropDraft(before).catch(() => undefined);
    // Its revision is another one under another name.
    void this.look().then(() => (this.#kept ? this.keepDraft() : undefined));
  }

  /** Whether it stands in a pane that was made for its new name: told once. */
  get cameAlong(): boolean {
    const came = this.#came;
    this.#came = false;
    return came;
  }

  /** Something happened to it on the disk, or may have. */
  async look(): Promise<void> {
    if (this.#looking || this.#saving || this.#state === 'loading') return;
    this.#looking = true;
    const path = this.#path;
    try {
      const details = await this.#gateway.info(path);
      if (path !== this.#path) return;
      if (isFolder(details)) this.#lost('folder');
      else if (this.#state === 'gone' || this.#state === 'folder') await this.load();
      else if (details.revision !== this.#revision) await this.#changedOutside(details);
      else if (this.#conflict !== undefined && this.#conflict !== 'changed') this.#conflict = undefined;
    } catch (error) {
      if (path === this.#path && error instanceof ApiError && error.status === 404) this.#lost('gone');
      // Anything else says nothing of the file.
    } finally {
      this.#looking = false;
      // What was found is of a name that it had.
      if (path !== this.#path) await this.look();
    }
  }

  /** @param last the page goes: there is no time to wait for an answer */
  async keepDraft(last = false): Promise<void> {
    this.#later?.();
    this.#later = undefined;
    if (!this.#unsaved || this.#state !== 'text') return;
    this.#kept = true;
    try {
      await this.#gateway.keepDraft(this.#path, this.#text.toString(), this.#revision, last);
    } catch {
      // Tried again with the next change, and when the page is left.
      this.#kept = false;
      if (!last) this.#keepLater(10 * draftAfter);
    }
  }

  async discardDraft(): Promise<void> {
    this.#later?.();
    await this.#gateway.dropDraft(this.#path);
  }

  async #loadText(): Promise<void> {
    const [content, draft] = await Promise.all([
      this.#gateway.content(this.#path),
      this.#gateway.draft(this.#path).catch(() => undefined),
    ]);
    if (!this.#take(content)) return void (this.#state = 'bytes');
    if (typeof draft?.text === 'string') this.#takeDraft(draft, draft.text);
  }

  #takeDraft(draft: Draft, text: string): void {
    const found = Text.of(text.split('\n'));
    this.#kept = true;
    if (found.eq(this.#text)) return this.#forgetDraft();
    this.#show(found);
    this.#unsaved = true;
    this.#restored = draft.changedAt;
    if (draft.base && draft.base !== this.#revision) this.#conflict = 'changed';
  }

  #take({ bytes, revision }: FileContent): boolean {
    const decoded = decode(bytes);
    if (!decoded) return false;
    const text = splitLines(decoded.text, decoded.ending);
    this.#saved = text;
    this.#encoding = this.#savedEncoding = decoded.encoding;
    this.#ending = this.#savedEnding = decoded.ending;
    this.#revision = revision;
    this.#size = bytes.length;
    this.#unsaved = false;
    this.#conflict = this.#compared = this.#restored = this.#saveProblem = undefined;
    this.#show(text);
    this.#state = 'text';
    return true;
  }

  async #readDisk(): Promise<void> {
    const details = await this.#gateway.info(this.#path);
    if (isFolder(details)) return void (this.#state = 'folder');
    if (details.size > largest) return void (await this.#grewLarge(details));
    if (!this.#take(await this.#gateway.content(this.#path))) this.#state = 'bytes';
  }

  /** It is shown in parts from now on, and nothing of it is kept here. */
  async #grewLarge({ revision, size }: FileDetails): Promise<void> {
    const state = await kindOfLarge(this.#gateway, this.#path);
    this.#revision = revision;
    this.#size = size;
    this.#unsaved = false;
    this.#conflict = this.#compared = this.#restored = this.#saveProblem = undefined;
    this.#show(Text.empty);
    this.#state = state;
  }

  async #changedOutside(details: FileDetails): Promise<void> {
    if (this.#state !== 'text') {
      this.#revision = details.revision;
      this.#size = details.size;
      this.#version++;
    } else if (!this.#unsaved) await this.#readDisk();
    else if (this.#conflict !== undefined || !(await this.#wasOnlyTouched(details))) this.#conflict = 'changed';
    else await this.keepDraft();
  }

  async #write(bytes: Blob, over: boolean): Promise<FileDetails> {
    const expected: Expected = over || this.#revision === undefined ? 'anything' : { revision: this.#revision };
    try {
      return await this.#gateway.write(this.#path, bytes, expected);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 412)) throw error;
      if (!(await this.#wasOnlyTouched(await this.#gateway.info(this.#path))) || !this.#revision) throw error;
      return await this.#gateway.write(this.#path, bytes, { revision: this.#revision });
    }
  }

  async #wasOnlyTouched({ size }: FileDetails): Promise<boolean> {
    if (size !== this.#size) return false;
    const saved = { text: this.#saved, encoding: this.#savedEncoding, ending: this.#savedEnding };
    const revision = await sameOnDisk(this.#gateway, this.#path, saved);
    this.#revision = revision ?? this.#revision;
    return revision !== undefined;
  }

  #lost(how: 'gone' | 'folder'): void {
    // What isn't saved stays as it is, so that it can be.
    this.#conflict = this.#unsaved ? how : undefined;
    if (!this.#unsaved) this.#state = how;
  }

  #took(text: Text, encoding: Encoding, ending: Ending, revision: string, size: number): void {
    this.#saved = text;
    this.#savedEncoding = encoding;
    this.#savedEnding = ending;
    this.#revision = revision;
    this.#size = size;
    this.#conflict = this.#compared = this.#restored = undefined;
    this.#unsaved = this.#differs;
    if (!this.#unsaved) this.#forgetDraft();
  }

  get #differs(): boolean {
    return this.#ending !== this.#savedEnding || this.#encoding !== this.#savedEncoding || !this.#text.eq(this.#saved);
  }

  #touched(): void {
    this.#unsaved = this.#differs;
    if (this.#unsaved) this.#keepLater(draftAfter);
    else this.#forgetDraft();
  }

  #keepLater(milliseconds: number): void {
    this.#later?.();
    this.#later = this.#clock.after(milliseconds, () => void this.keepDraft());
  }

  #forgetDraft(): void {
    this.#later?.();
    this.#later = undefined;
    if (!this.#kept) return;
    this.#kept = false;
    void this.#gateway.dropDraft(this.#path).catch(() => undefined);
  }

  #show(text: Text): void {
    this.#text = text;
    this.#version++;
  }

  #fail(error: unknown): void {
    const gone = error instanceof ApiError && error.status === 404;
    this.#state = gone ? 'gone' : 'failed';
    this.#problem = messageOf(error);
  }
}
