import { ApiError } from '$api/problem';
import type { CloneInfo, WorkspaceInfo, WorkspaceRemoval } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { DevContainerFile } from '../../src/features/workspaces/dev-container.svelte';
import { NewWorkspace } from '../../src/features/workspaces/new-workspace.svelte';
import { Presets } from '../../src/features/workspaces/presets.svelte';
import { describeWork, Removal } from '../../src/features/workspaces/removal.svelte';
import { Variables } from '../../src/features/workspaces/variables.svelte';
import { Workspaces } from '../../src/features/workspaces/workspaces.svelte';
import { FakeClock } from '../support/fake-clock';

const shop: WorkspaceInfo = { id: 'shop-1', name: 'Shop', environment: 'e', folder: '/home/me/shop' };
const cloning: CloneInfo = { id: 'c1', url: 'https://x/y', name: 'y', folder: '/home/me/y', state: 'running' };

function form(over: Partial<Record<'templates' | 'create' | 'clone' | 'cloneState' | 'cancelClone', unknown>> = {}) {
  const gateway = {
    templates: vi.fn(() =>
      Promise.resolve([
        { id: 'bad', own: true, problem: 'template.json, line 3: no.' },
        { id: 'go', own: false, manifest: { name: 'Go', parameters: [{ id: 'module' }, { id: 'port' }] } },
      ]),
    ),
    create: vi.fn(() => Promise.resolve(shop)),
    clone: vi.fn(() => Promise.resolve(cloning)),
    cloneState: vi.fn(() => Promise.resolve({ ...cloning, state: 'done', workspace: shop })),
    cancelClone: vi.fn(() => Promise.resolve({ ...cloning, state: 'cancelled' })),
    ...over,
  };
  const clock = new FakeClock();
  return { gateway, clock, form: new NewWorkspace(gateway as never, clock) };
}

const turns = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

describe('the workspaces', () => {
  it('are those that were told last; one that is put away is among others', () => {
    const workspaces = new Workspaces('shop-1');
    expect(workspaces.current).toBeUndefined();
    workspaces.take([shop, { ...shop, id: 'old', archived: true }]);
    workspaces.take([]);
    expect(workspaces.current?.name).toBe('Shop');
    expect([workspaces.open, workspaces.archived].map((all) => all.map(({ id }) => id))).toEqual([['shop-1'], ['old']]);
    workspaces.put({ ...shop, id: 'new' });
    workspaces.put({ ...shop, name: 'Web shop' });
    workspaces.drop('old');
    expect(workspaces.all.map(({ id, name }) => `${id} ${name}`)).toEqual(['shop-1 Web shop', 'new Shop']);
  });
});

describe('a new workspace', () => {
  it('needs a name or a folder, and what it is made of', async () => {
    const { form: model, gateway } = form();
    expect(model.ready).toBe(false);
    model.name = ' Shop ';
    expect(await model.submit()).toBe(shop);
    expect(gateway.create).toHaveBeenCalledWith({ name: 'Shop' });
    model.way = 'folder';
    expect(model.ready).toBe(false);
    model.folder = '~/shop';
    await model.submit();
    expect(gateway.create).toHaveBeenLastCalledWith({ name: 'Shop', folder: '~/shop', existing: true });
  });

  it('leaves to the template what is left empty', async () => {
    const { form: model, gateway } = form();
    model.way = 'template';
    model.name = 'Shop';
    expect(model.ready).toBe(false);
    await model.load();
    expect([model.template, model.ready]).toEqual(['go', true]);
    model.values['module'] = 'example.com/shop';
    model.values['port'] = ' ';
    await model.submit();
    expect(gateway.create).toHaveBeenCalledWith({
      name: 'Shop',
      template: 'go',
      parameters: { module: 'example.com/shop' },
    });
  });

  it('follows a clone to its end', async () => {
    const { form: model, clock } = form();
    model.way = 'clone';
    model.url = 'https://x/y';
    const made = model.submit();
    await turns();
    expect(model.clone?.state).toBe('running');
    clock.pass(400);
    expect(await made).toBe(shop);
    expect([model.clone, model.attempt.error]).toEqual([undefined, undefined]);
  });

  it('says why a clone failed, and nothing when it was cancelled here', async () => {
    const failed = form({
      cloneState: () => Promise.resolve({ ...cloning, state: 'failed', reason: 'No such thing.' }),
    });
    failed.form.way = 'clone';
    const first = failed.form.submit();
    await turns();
    failed.clock.pass(400);
    expect(await first).toBeUndefined();
    expect(failed.form.attempt.error).toBe('No such thing.');

    const { form: model, clock, gateway } = form();
    model.way = 'clone';
    const second = model.submit();
    await turns();
    await model.cancel();
    clock.pass(400);
    expect(await second).toBeUndefined();
    expect(gateway.cancelClone).toHaveBeenCalledWith('c1');
    expect(model.attempt.error).toBeUndefined();
  });
});

describe('the removal of a workspace', () => {
  const preview: WorkspaceRemoval = {
    token: 't',
    folder: '/home/me/shop',
    made: true,
    keeps: null,
    running: ['a'],
    ended: 2,
    work: [{ repository: '/home/me/shop', uncommitted: 1, files: ['b'], unpushed: 2, branches: ['main'], stashes: 0 }],
  };

  it('takes a second yes for what is nowhere else', async () => {
    const gateway = { previewRemoval: vi.fn(() => Promise.resolve(preview)), remove: vi.fn(() => Promise.resolve()) };
    const removal = new Removal(gateway, shop);
    expect(await removal.agree()).toBe(false);
    await removal.load();
    expect([removal.ready, removal.work.length]).toEqual([true, 0]);
    removal.withFolder = true;
    expect([removal.ready, removal.work.map(describeWork)]).toEqual([
      false,
      ['one uncommitted file (b); 2 unpushed commits on main'],
    ]);
    expect(await removal.agree()).toBe(false);
    expect(gateway.remove).not.toHaveBeenCalled();
    removal.loseWork = true;
    expect(await removal.agree()).toBe(true);
    expect(gateway.remove).toHaveBeenCalledWith('shop-1', 't', '/home/me/shop', true);
  });

  it('looks again where something changed, and takes back the second yes', async () => {
    const gateway = {
      previewRemoval: vi.fn(() => Promise.resolve(preview)),
      remove: vi.fn(() => Promise.reject(new ApiError(409, 'workspace.changed', 'It has changed.'))),
    };
    const removal = new Removal(gateway, shop);
    await removal.load();
    removal.withFolder = removal.loseWork = true;
    expect(await removal.agree()).toBe(false);
    expect(gateway.previewRemoval).toHaveBeenCalledTimes(2);
    expect([removal.attempt.error, removal.loseWork]).toEqual(['It has changed.', false]);
  });
});

describe('the variables of a workspace', () => {
  it('have secret ones among them, without a value, and forget what was typed', async () => {
    const gateway = {
      variables: vi.fn(() => Promise.resolve([{ name: 'B', value: '1' }])),
      secrets: vi.fn(() => Promise.resolve([{ name: 'A', changedAt: '' }])),
      setVariable: vi.fn(() => Promise.resolve()),
      removeVariable: vi.fn(() => Promise.resolve()),
    };
    const variables = new Variables(gateway as never, 'shop-1');
    await variables.load();
    expect(variables.items).toEqual([
      { name: 'A', value: undefined, unreadable: false },
      { name: 'B', value: '1', unreadable: false },
    ]);
    variables.name = ' A ';
    variables.value = ' hush ';
    variables.secret = true;
    await variables.set();
    expect(gateway.setVariable).toHaveBeenCalledWith('shop-1', 'A', ' hush ', true);
    expect([variables.name, variables.value, variables.secret]).toEqual(['', '', false]);
    for (const item of variables.items ?? []) await variables.remove(item);
    expect(gateway.removeVariable.mock.calls).toEqual([
      ['shop-1', 'A', true],
      ['shop-1', 'B', false],
    ]);
  });
});

describe('a template that is added', () => {
  const adding = { id: 'a1', source: '~/service', template: 'service', state: 'running' };
  const info = { id: 'service', own: true, manifest: { name: 'Service' } };

  it('is chosen once it is there; one that fails or is cancelled is still asked for', async () => {
    const gateway = {
      templates: vi.fn(() => Promise.resolve([{ id: 'go', own: false, manifest: { name: 'Go' } }, info])),
      addTemplate: vi.fn(() => Promise.resolve(adding)),
      templateAddition: vi.fn(() => Promise.resolve<object>({ ...adding, state: 'failed', reason: 'No.' })),
      cancelTemplateAddition: vi.fn(() => Promise.resolve({ ...adding, state: 'cancelled' })),
    };
    const clock = new FakeClock();
    const model = new NewWorkspace(gateway as never, clock);
    model.adding = true;
    model.source = ' ~/service ';
    const fetched = async (end: () => void) => {
      const done = model.add();
      await turns();
      expect(model.addition?.template).toBe('service');
      end();
      await done;
    };
    await fetched(() => clock.pass(400));
    expect([model.attempt.error, model.adding, model.source]).toEqual(['No.', true, ' ~/service ']);
    await fetched(() => void model.cancel().then(() => clock.pass(400)));
    expect([model.attempt.error, model.adding]).toEqual([undefined, true]);
    gateway.templateAddition.mockResolvedValue({ ...adding, state: 'done', info });
    await fetched(() => clock.pass(400));
    expect([model.template, model.adding, model.source, model.addition]).toEqual(['service', false, '', undefined]);
    expect(gateway.addTemplate).toHaveBeenLastCalledWith('~/service');
  });
});

describe('presets', () => {
  const kept = { id: 'p1', name: 'Work', savedAt: '2026-01-01T00:00:00Z', sessions: [] };
  const made = (over = {}) => {
    const gateway = {
      presets: vi.fn(() => Promise.resolve([kept])),
      savePreset: vi.fn(() => Promise.resolve(kept)),
      startPreset: vi.fn(() => Promise.resolve({ sessions: [] })),
      ...over,
    };
    return { gateway, presets: new Presets(gateway as never, 'shop-1') };
  };
  const layout = { sideBar: { shown: true, width: 248 } };

  it('are replaced only when that was said: by the name of one that was told of', async () => {
    const { gateway, presets } = made();
    presets.name = ' work ';
    expect(presets.replaced).toBeUndefined();
    await presets.save(layout);
    expect(gateway.savePreset).toHaveBeenLastCalledWith('shop-1', { name: 'work', layout });
    await presets.load();
    expect(presets.replaced).toBe(kept);
    await presets.save(layout);
    expect(gateway.savePreset).toHaveBeenLastCalledWith('shop-1', { name: 'work', layout, replace: true });
  });

  it('are started under the same request when that failed', async () => {
    const startPreset = vi.fn(() => Promise.reject(new ApiError(503, 'runner.unavailable', 'No runner.')));
    const { presets } = made({ startPreset });
    expect(await presets.start(kept)).toBeUndefined();
    expect(presets.attempt.error).toBe('No runner.');
    await presets.start(kept);
    const [first, second] = startPreset.mock.calls as unknown as [string, string, string][];
    expect(first?.[2]).not.toBe('');
    expect(first).toEqual(second);
  });
});

describe("a workspace's devcontainer.json", () => {
  const said = {
    path: '.devcontainer.json',
    commands: [],
    variables: [],
    ports: [3000],
    ignored: [
      { property: 'image', reason: 'kept', kept: true },
      { property: 'other', reason: 'nothing' },
    ],
  };
  const made = (answer: unknown, set = vi.fn(() => Promise.resolve())) => {
    const gateway = {
      devContainer: vi.fn(() => Promise.resolve(answer)),
      takeDevContainer: vi.fn(() => Promise.resolve({ variables: [] })),
    };
    return { gateway, set, file: new DevContainerFile(gateway as never, 'shop-1', set) };
  };

  it('may be none, or have nothing that holds here', async () => {
    const { file: none } = made(undefined);
    expect(none.said).toBeUndefined();
    await none.load();
    expect([none.said, none.takesSomething]).toEqual([null, false]);
    const { file } = made(said);
    await file.load();
    expect(file.takesSomething).toBe(false);
    expect([file.kept, file.ignored].map((all) => all.map(({ property }) => property))).toEqual([['image'], ['other']]);
  });

  it('runs nothing when its settings are refused', async () => {
    const settings = [{ property: 'x', key: 'terminal.scrollback', value: 5000 }];
    const refused = vi.fn(() => Promise.reject(new ApiError(409, 'setting.stale', 'It has changed.')));
    const { file, gateway, set } = made({ ...said, settings }, refused);
    await file.load();
    expect(file.takesSomething).toBe(true);
    expect(await file.take()).toBeUndefined();
    expect(set).toHaveBeenCalledWith(settings);
    expect(file.attempt.error).toBe('It has changed.');
    expect(gateway.takeDevContainer).not.toHaveBeenCalled();
  });
});
