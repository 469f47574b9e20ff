import type { CloneInfo, CreateWorkspace, TemplateAddition, TemplateInfo, WorkspaceInfo } from '$api/types';
import type { WorkspacesClient } from '$api/workspaces-client';
import type { Clock } from '$lib/clock';
import { m } from '$lib/messages';
import { Attempt } from './attempt.svelte';

export type Way = 'empty' | 'folder' | 'clone' | 'template';

type Gateway = Pick<
  WorkspacesClient,
  | 'templates'
  | 'addTemplate'
  | 'refreshTemplate'
  | 'templateAddition'
  | 'cancelTemplateAddition'
  | 'create'
  | 'clone'
  | 'cloneState'
  | 'cancelClone'
>;

/** How often a clone is asked how far it is, in milliseconds. */
const lookEvery = 400;

/** The form of a workspace that isn't there yet. */
export class NewWorkspace {
  readonly #gateway: Gateway;
  readonly #clock: Clock;
  readonly attempt = new Attempt();
  way = $state<Way>('empty');
  name = $state('');
  folder = $state('');
  url = $state('');
  template = $state('');
  /** Whether one more template is asked for. */
  adding = $state(false);
  /** Where that is. */
  source = $state('');
  values = $state<Record<string, string>>({});
  #templates = $state.raw<readonly TemplateInfo[]>();
  #clone = $state.raw<CloneInfo>();
  #addition = $state.raw<TemplateAddition>();
  #cancelling = false;

  readonly #chosen = $derived(this.#templates?.find(({ id }) => id === this.template));

  constructor(gateway: Gateway, clock: Clock) {
    this.#gateway = gateway;
    this.#clock = clock;
  }

  /** Undefined until they came. */
  get templates(): readonly TemplateInfo[] | undefined {
    return this.#templates;
  }

  get chosen(): TemplateInfo | undefined {
    return this.#chosen;
  }

  /** The template that is being fetched. */
  get addition(): TemplateAddition | undefined {
    return this.#addition;
  }

  /** The clone that goes on. */
  get clone(): CloneInfo | undefined {
    return this.#clone;
  }

  /** What is lacking for it to be tried. */
  get ready(): boolean {
    const { way } = this;
    if (way === 'clone') return this.url.trim() !== '';
    if (way === 'folder') return this.folder.trim() !== '';
    return (this.name.trim() !== '' || this.folder.trim() !== '') && (way === 'empty' || this.#chosen !== undefined);
  }

  async load(): Promise<void> {
    const templates = await this.attempt.make(this.#gateway.templates);
    this.#templates = templates;
    this.template ||= templates?.find(({ manifest }) => manifest)?.id ?? '';
  }

  /** The new one, or undefined with the attempt's error, or none when it was cancelled. */
  submit(): Promise<WorkspaceInfo | undefined> {
    return this.attempt.make(() => (this.way === 'clone' ? this.#cloned() : this.#gateway.create(this.#request())));
  }

  /** Takes a template from where `source` says, and chooses it. */
  async add(): Promise<void> {
    if (!(await this.#fetch(() => this.#gateway.addTemplate(this.source.trim())))) return;
    this.source = '';
    this.adding = false;
  }

  /** Takes the chosen one anew. */
  async refresh(): Promise<void> {
    await this.#fetch(() => this.#gateway.refreshTemplate(this.template));
  }

  /** Of a clone, or of a template that was being fetched, nothing is left then. */
  async cancel(): Promise<void> {
    const [clone, addition] = [this.#clone, this.#addition];
    if (!clone && !addition) return;
    this.#cancelling = true;
    if (clone) this.#clone = await this.#gateway.cancelClone(clone.id).catch(() => clone);
    if (addition) this.#addition = await this.#gateway.cancelTemplateAddition(addition.id).catch(() => addition);
  }

  async #fetch(begin: () => Promise<TemplateAddition>): Promise<boolean> {
    const fetched = await this.attempt.make(() => this.#fetched(begin));
    if (!fetched) return false;
    await this.load();
    this.template = fetched.id;
    return true;
  }

  async #fetched(begin: () => Promise<TemplateAddition>): Promise<TemplateInfo | undefined> {
    this.#cancelling = false;
    try {
      this.#addition = await begin();
      while (this.#addition.state === 'running') {
        await new Promise<void>((resolve) => this.#clock.after(lookEvery, resolve));
        if (this.#addition.state === 'running')
          this.#addition = await this.#gateway.templateAddition(this.#addition.id);
      }
      const { info, reason, state } = this.#addition;
      if (!info && !(this.#cancelling && state === 'cancelled'))
        this.attempt.fail(reason ?? m.workspaces_clone_cancelled());
      return info ?? undefined;
    } finally {
      this.#addition = undefined;
    }
  }

  async #cloned(): Promise<WorkspaceInfo | undefined> {
    this.#cancelling = false;
    try {
      this.#clone = await this.#gateway.clone({ url: this.url.trim(), ...this.#place() });
      while (this.#clone.state === 'running') {
        await new Promise<void>((resolve) => this.#clock.after(lookEvery, resolve));
        if (this.#clone.state === 'running') this.#clone = await this.#gateway.cloneState(this.#clone.id);
      }
      const { workspace, reason, state } = this.#clone;
      if (!workspace && !(this.#cancelling && state === 'cancelled'))
        this.attempt.fail(reason ?? m.workspaces_clone_cancelled());
      return workspace ?? undefined;
    } finally {
      this.#clone = undefined;
    }
  }

  #request(): CreateWorkspace {
    const { way } = this;
    return {
      ...this.#place(),
      ...(way === 'folder' && { existing: true }),
      ...(way === 'template' && { template: this.template, parameters: this.#given() }),
    };
  }

  #place(): { name?: string; folder?: string } {
    const [name, folder] = [this.name.trim(), this.folder.trim()];
    return { ...(name && { name }), ...(folder && { folder }) };
  }

  /** What was left empty is the template's own. */
  #given(): Record<string, string> {
    const parameters = this.#chosen?.manifest?.parameters ?? [];
    return Object.fromEntries(
      parameters.map(({ id }) => [id, this.values[id]?.trim() ?? '']).filter(([, value]) => value !== ''),
    ) as Record<string, string>;
  }
}
