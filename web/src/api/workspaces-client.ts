import type { ApiClient } from './client';
import type {
  CloneInfo,
  CreateWorkspace,
  DevContainer,
  DevContainerTaken,
  Preset,
  PresetList,
  PresetStarted,
  SavePreset,
  SecretInfo,
  SecretList,
  SessionInfo,
  SessionList,
  TemplateAddition,
  TemplateInfo,
  TemplateList,
  Variable,
  VariableList,
  WorkspaceInfo,
  WorkspaceRemoval,
} from './types';

/** How workspaces are made, changed and removed. Every call rejects with an ApiError. */
export class WorkspacesClient {
  readonly #client: Pick<ApiClient, 'ask'>;

  constructor(client: Pick<ApiClient, 'ask'>) {
    this.#client = client;
  }

  templates = async (): Promise<TemplateInfo[]> => (await this.#json<TemplateList>('GET', '/api/templates')).items;
  addTemplate = (source: string): Promise<TemplateAddition> => this.#json('POST', '/api/templates', { source });
  refreshTemplate = (id: string): Promise<TemplateAddition> =>
    this.#json('POST', `/api/templates/${encodeURIComponent(id)}/refresh`);
  templateAddition = (id: string): Promise<TemplateAddition> => this.#json('GET', `/api/templates/additions/${id}`);
  /** Answered once nothing of it is left. */
  cancelTemplateAddition = (id: string): Promise<TemplateAddition> =>
    this.#json('DELETE', `/api/templates/additions/${id}`);

  create = (request: CreateWorkspace): Promise<WorkspaceInfo> => this.#json('POST', '/api/workspaces', request);
  change = (id: string, change: { name?: string; archived?: boolean }): Promise<WorkspaceInfo> =>
    this.#json('PATCH', at(id), change);

  clone = (request: { url: string; folder?: string; name?: string }): Promise<CloneInfo> =>
    this.#json('POST', '/api/workspaces/clones', request);
  cloneState = (id: string): Promise<CloneInfo> => this.#json('GET', `/api/workspaces/clones/${id}`);
  /** Answered once nothing of it is left. */
  cancelClone = (id: string): Promise<CloneInfo> => this.#json('DELETE', `/api/workspaces/clones/${id}`);

  previewRemoval = (id: string): Promise<WorkspaceRemoval> => this.#json('GET', `${at(id)}/removal`);
  /** @param folder deleted along, when it is named. */
  remove = (id: string, token: string, folder?: string, loseWork = false): Promise<void> => {
    const query = new URLSearchParams({ confirm: token });
    if (folder !== undefined) {
      query.set('deleteFolder', folder);
      query.set('loseWork', String(loseWork));
    }
    return this.#json('DELETE', `${at(id)}?${query.toString()}`);
  };

  variables = async (id: string): Promise<Variable[]> =>
    (await this.#json<VariableList>('GET', `${at(id)}/variables`)).items;
  secrets = async (id: string): Promise<SecretInfo[]> =>
    (await this.#json<SecretList>('GET', `${at(id)}/secrets`)).items;
  setVariable = (id: string, name: string, value: string, secret: boolean): Promise<void> =>
    this.#json('PUT', variable(id, name, secret), { value });
  removeVariable = (id: string, name: string, secret: boolean): Promise<void> =>
    this.#json('DELETE', variable(id, name, secret));

  /** Undefined when it has none. */
  devContainer = (id: string): Promise<DevContainer | undefined> => this.#json('GET', `${at(id)}/devcontainer`);
  takeDevContainer = (id: string): Promise<DevContainerTaken> => this.#json('POST', `${at(id)}/devcontainer`);

  /** All of one workspace, the oldest first. */
  sessions = async (id: string): Promise<SessionInfo[]> =>
    (await this.#json<SessionList>('GET', `${at(id)}/sessions`)).items;

  presets = async (id: string): Promise<Preset[]> => (await this.#json<PresetList>('GET', `${at(id)}/presets`)).items;
  savePreset = (id: string, preset: SavePreset): Promise<Preset> => this.#json('POST', `${at(id)}/presets`, preset);
  renamePreset = (id: string, preset: string, name: string): Promise<Preset> =>
    this.#json('PATCH', `${at(id)}/presets/${preset}`, { name });
  removePreset = (id: string, preset: string): Promise<void> => this.#json('DELETE', `${at(id)}/presets/${preset}`);
  /** @param requestId the same again gives the same sessions. */
  startPreset = (id: string, preset: string, requestId: string): Promise<PresetStarted> =>
    this.#json('POST', `${at(id)}/presets/${preset}/start`, { requestId });

  async #json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const text = await (await this.#client.ask(method, path, { body })).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function at(id: string): string {
  return `/api/workspaces/${encodeURIComponent(id)}`;
}

function variable(id: string, name: string, secret: boolean): string {
  return `${at(id)}/${secret ? 'secrets' : 'variables'}/${encodeURIComponent(name)}`;
}
