import { ApiError } from '$api/problem';
import { shapes } from '$api/generated/settings.gen';
import { describe, expect, it, vi } from 'vitest';
import { fits, type Shape } from '../../src/features/settings/fits';
import { Settings } from '../../src/features/settings/settings.svelte';
import { memoryStore } from '../support/memory-store';
import { aLayer, settingsServer, someSettings } from '../support/settings';

const settled = () => vi.waitFor(() => Promise.resolve());

describe('what holds', () => {
  it('is the usual where nobody said anything', () => {
    const { settings } = someSettings();

    expect([settings.get('theme'), settings.get('terminal.copyOnSelect'), settings.source('theme')]).toEqual([
      'system',
      false,
      undefined,
    ]);
  });

  it('is what the last layer says that says anything', () => {
    const said = [
      aLayer('server', { theme: 'dark', 'terminal.fontSize': 10, 'terminal.scrollback': 1 }),
      aLayer('file', { 'terminal.scrollback': 2 }),
      aLayer('user', { theme: 'light', 'terminal.fontSize': 12 }),
      aLayer('device', { 'terminal.fontSize': 14 }),
      aLayer('workspace', { theme: 'contrast' }),
    ];
    const { settings } = someSettings({ said });

    expect([settings.get('theme'), settings.source('theme')]).toEqual(['contrast', 'workspace']);
    expect([settings.get('terminal.fontSize'), settings.source('terminal.fontSize')]).toEqual([14, 'device']);
    expect([settings.get('terminal.scrollback'), settings.source('terminal.scrollback')]).toEqual([2, 'file']);
    settings.enter('another');
    expect(settings.get('theme')).toBe('light');
  });

  it('is nothing that isn’t of the setting’s shape', () => {
    const { settings } = someSettings({
      said: [aLayer('server', { theme: 'dark' }), aLayer('user', { theme: 'pink', 'terminal.fontSize': '13' })],
    });

    expect([settings.get('theme'), settings.get('terminal.fontSize')]).toEqual(['dark', 13]);
  });

  it('is there before the server says it, from what it said last', () => {
    const { store } = someSettings({ said: [aLayer('user', { theme: 'light' })] });
    const later = new Settings({ gateway: settingsServer(), store, refused: vi.fn() });

    expect([later.get('theme'), later.loaded]).toEqual(['light', false]);
  });

  it.each([7, 'x', { layers: 7 }, { layers: [null, { layer: 'x' }, { layer: 'user', values: 7 }] }])(
    'is the usual where something else was kept: %j',
    (kept) => {
      const store = memoryStore({ settings: kept });
      expect(new Settings({ gateway: settingsServer(), store, refused: vi.fn() }).get('theme')).toBe('system');
    },
  );
});

describe('a change', () => {
  it('holds at once and is sent where people mean it', async () => {
    const { settings, server } = someSettings();
    settings.set('theme', 'light');
    settings.set('terminal.fontSize', 16);

    expect([settings.get('theme'), settings.source('theme')]).toEqual(['light', 'user']);
    expect(server.changeSettings.mock.calls).toEqual([
      ['user', 'default', { theme: 'light' }],
      ['device', 'default', { 'terminal.fontSize': 16 }],
    ]);
    await settled();
    expect(settings.get('theme')).toBe('light');
  });

  it('goes to the layer that the value comes from, or to the one that is named', () => {
    const { settings, server } = someSettings({ said: [aLayer('device', { theme: 'dark' })] });
    settings.set('theme', 'light');
    settings.set('theme', 'contrast', 'server');

    expect(server.changeSettings.mock.calls.map(([layer]) => layer)).toEqual(['device', 'server']);
    expect(settings.get('theme')).toBe('light');
  });

  it('is sent with all that was changed while another was on its way', async () => {
    const { settings, server } = someSettings();
    for (const size of [14, 15, 16]) settings.set('terminal.fontSize', size);
    settings.set('terminal.scrollback', 5);
    await vi.waitFor(() => expect(server.changeSettings).toHaveBeenCalledTimes(2));

    expect(server.changeSettings.mock.calls.map(([, , changes]) => changes)).toEqual([
      { 'terminal.fontSize': 14 },
      { 'terminal.fontSize': 16, 'terminal.scrollback': 5 },
    ]);
    expect(settings.get('terminal.fontSize')).toBe(16);
  });

  it('can be taken away again', async () => {
    const { settings } = someSettings({
      said: [aLayer('server', { theme: 'dark' }), aLayer('user', { theme: 'light' })],
    });
    settings.unset('theme', 'user');
    expect(settings.get('theme')).toBe('dark');
    await settled();
    expect(settings.layer('user').values).toEqual({});
  });

  it('that is refused is taken back, told, and can be tried again', async () => {
    const { settings, server, refused } = someSettings({ said: [aLayer('user', { theme: 'dark' })] });
    server.changeSettings.mockRejectedValueOnce(new ApiError(400, 'setting.invalid', 'theme must be another.', 't1'));
    settings.set('theme', 'light');
    await vi.waitFor(() => expect(refused).toHaveBeenCalled());

    expect(settings.get('theme')).toBe('dark');
    const [text, reference, again] = refused.mock.calls[0] as [string, unknown, () => void];
    expect([text, reference]).toEqual([
      'The settings are as they were. theme must be another.',
      { code: 'setting.invalid', traceId: 't1' },
    ]);
    again();
    expect(settings.get('theme')).toBe('light');
  });

  it('that reaches nobody holds, also after a reload, and is sent with the next connection', async () => {
    const said = [aLayer('user', { theme: 'dark' })];
    const { settings, server, refused, store } = someSettings({ said });
    server.changeSettings.mockRejectedValueOnce(ApiError.unreachable());
    settings.set('theme', 'light');
    await vi.waitFor(() => expect(server.changeSettings).toHaveBeenCalled());
    await settled();

    const gateway = settingsServer();
    const later = new Settings({ gateway, store, refused });
    expect([settings.get('theme'), later.get('theme')]).toEqual(['light', 'light']);
    later.take(said);
    await vi.waitFor(() => expect(gateway.changeSettings).toHaveBeenCalledWith('user', 'default', { theme: 'light' }));
    expect(refused).not.toHaveBeenCalled();
  });

  it('that somebody else has not sent any more is theirs', () => {
    const { settings, server, store } = someSettings({ said: [aLayer('user', { theme: 'dark' })] });
    server.changeSettings.mockRejectedValue(ApiError.unreachable());
    settings.set('theme', 'light');
    const later = new Settings({ gateway: settingsServer(), store, refused: vi.fn() });
    later.take([{ ...aLayer('user', { theme: 'contrast' }), owner: 'p_another' }]);
    expect(later.get('theme')).toBe('contrast');
  });

  it('by another page is taken over, unless it is older than what is known', () => {
    const { settings } = someSettings({ said: [aLayer('user', { theme: 'dark' }, 7)] });
    settings.takeLayer(aLayer('user', { theme: 'light' }, 8));
    settings.takeLayer(aLayer('user', { theme: 'contrast' }, 6));
    settings.takeLayer(aLayer('workspace', { 'terminal.scrollback': 9 }, 9));

    expect([settings.get('theme'), settings.get('terminal.scrollback')]).toEqual(['light', 9]);
    settings.take([aLayer('user', { theme: 'contrast' }, 1)]);
    expect(settings.get('theme')).toBe('contrast');
  });
});

it('an answer that comes after a later change was told of changes nothing back', async () => {
  const { settings, server } = someSettings();
  let answer: (layer: ReturnType<typeof aLayer>) => void = () => undefined;
  server.changeSettings.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  settings.set('theme', 'light');
  settings.takeLayer(aLayer('user', { theme: 'contrast' }, 9));
  answer(aLayer('user', { theme: 'light' }, 8));
  await vi.waitFor(() => expect(settings.settled).toBe(true));

  expect(settings.get('theme')).toBe('contrast');
});

describe('a browser that signs in again', () => {
  const kept = { layers: [aLayer('user', {}, 3), aLayer('device', { 'terminal.fontSize': 16 }, 4, 'd_old')] };

  it('brings along what was set on it', async () => {
    const { settings, server } = someSettings({ store: memoryStore({ settings: kept }) });

    expect(settings.get('terminal.fontSize')).toBe(16);
    expect(server.changeSettings.mock.calls).toEqual([['device', 'default', { 'terminal.fontSize': 16 }]]);
    await settled();
    expect(settings.get('terminal.fontSize')).toBe(16);
  });

  it('as somebody else brings nothing', () => {
    const layers = [aLayer('user', {}, 3, 'p_other'), kept.layers[1]];
    const { settings, server } = someSettings({ store: memoryStore({ settings: { layers } }) });

    expect(settings.get('terminal.fontSize')).toBe(13);
    expect(server.changeSettings).not.toHaveBeenCalled();
  });
});

describe('a shape', () => {
  const of = (key: keyof typeof shapes) => shapes[key] as Shape;

  it.each([
    ['keymap', [{ command: 'find', key: 'mod+g' }], true],
    ['keymap', [{ command: 'find', key: 'mod+g', when: 'terminal' }], true],
    ['keymap', [{ command: 'find' }], false],
    ['keymap', [{ command: 'find', key: 'a', mod: 1 }], false],
    ['keymap', {}, false],
    ['notifications.quietHours', '22:00-07:00', true],
    ['notifications.quietHours', '', true],
    ['notifications.quietHours', '22:00-07:00\n', false],
    ['notifications.quietHours', '24:00-07:00', false],
    ['terminal.fontSize', 6, true],
    ['terminal.fontSize', 5, false],
    ['terminal.fontSize', 12.5, false],
    ['terminal.fontFamily', 'x'.repeat(201), false],
    ['terminal.fontFamily', 'a}b', false],
  ] as const)('%s: %j', (key, value, right) => {
    expect(fits(value, of(key))).toBe(right);
  });
});
