import { ApiError } from '$api/problem';
import type { SettingsLayer } from '$api/types';
import { sections } from '$api/generated/settings-texts.gen';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Devices } from '../../src/features/settings/devices.svelte';
import { LayerEditor } from '../../src/features/settings/layer-editor.svelte';
import { readLayer } from '../../src/features/settings/layer-text';
import { matches } from '../../src/features/settings/search';
import type { LayerName } from '../../src/features/settings/settings.svelte';
import SettingsPage from '../../src/features/settings/SettingsPage.svelte';
import { Themes } from '../../src/features/settings/themes.svelte';
import { Toasts } from '../../src/ui/toasts.svelte';
import { FakeClock } from '../support/fake-clock';
import { aLayer, someSettings } from '../support/settings';

afterEach(cleanup);

function shown({
  said = [],
  writable = ['user', 'device', 'workspace', 'server'],
  linked,
  onnotices = () => Promise.resolve(true),
}: {
  said?: readonly SettingsLayer[];
  writable?: LayerName[];
  linked?: string;
  onnotices?: () => Promise<boolean>;
} = {}) {
  const made = someSettings({ said });
  const { settings, store } = made;
  const props = {
    settings,
    themes: new Themes(store, settings, new Toasts(new FakeClock())),
    devices: new Devices({ devices: () => Promise.resolve([]), removeDevice: vi.fn() }),
    now: 0,
    writable,
    linked,
    editors: {},
    sessionName: (id: string) => ({ a: 'build' })[id],
    onimporttheme: vi.fn(),
    onhelp: vi.fn(),
    onsignout: vi.fn(),
    onnotices,
  };
  return { ...made, ...render(SettingsPage, props), props };
}

const row = (title: string) => within(screen.getByRole('group', { name: title }));

async function type(field: HTMLElement, text: string) {
  await fireEvent.input(field, { target: { value: text } });
  await fireEvent.change(field);
}

it('muted sessions are listed by name, also those that are gone, and can be unmuted', async () => {
  const { settings } = shown({ said: [aLayer('user', { 'notifications.muted': ['a', 'gone', 'a'] })] });
  const muted = row('Muted sessions');
  expect(muted.getAllByRole('listitem').map((item) => item.textContent.trim())).toEqual([
    expect.stringContaining('build') as string,
    expect.stringContaining('gone, which is gone') as string,
  ]);
  await fireEvent.click(muted.getByRole('button', { name: 'Unmute build' }));
  expect(settings.get('notifications.muted')).toEqual(['gone']);
});

describe('the settings page', () => {
  it('has a control for every setting that people look through', () => {
    shown();
    for (const { key, title } of sections.flatMap(({ settings }) => settings))
      if (key !== 'themes') expect(screen.getByRole('group', { name: title })).toBeTruthy();
    expect(screen.queryByText('onboarded')).toBeNull();
  });

  it('says what is wrong at its field, and sends nothing', async () => {
    const { server, settings } = shown();
    const field = row('Font size').queryByRole('textbox');
    expect(field).toBeTruthy();
    for (const wrong of ['200', '5', 'large', '1.5', '']) {
      await type(field as HTMLElement, wrong);
      expect(row('Font size').getByRole('alert').textContent).toBe('Must be a whole number from 6 to 40.');
    }
    await type(row('Font').getByRole('combobox'), 'mono; color: red');
    expect(row('Font').getByRole('alert').textContent).toBe(
      'Must be a font as CSS names it, of at most 200 characters.',
    );
    expect(server.changeSettings).not.toHaveBeenCalled();

    await type(field as HTMLElement, '16');
    expect(row('Font size').queryByRole('alert')).toBeNull();
    expect(settings.in('user', 'terminal.fontSize')).toBe(16);
  });

  it('says what other layers say, leads there, and takes away what is set', async () => {
    const { settings } = shown({
      said: [
        aLayer('user', { 'terminal.fontSize': 15 }),
        aLayer('device', { 'terminal.fontSize': 14 }),
        aLayer('file', { 'terminal.scrollback': 20_000 }),
      ],
    });
    const said = row('Font size');
    expect(said.getByText('usually 13 px')).toBeTruthy();
    expect(row('Lines to scroll back').getByText('set by settings.json: 20,000 lines')).toBeTruthy();
    await fireEvent.click(said.getByRole('button', { name: 'Reset Font size' }));
    expect(settings.in('user', 'terminal.fontSize')).toBeUndefined();
    expect((said.getByRole('textbox') as HTMLInputElement).value).toBe('13');

    await fireEvent.click(said.getByRole('button', { name: 'set for this device: 14 px' }));
    expect((row('Font size').getByRole('textbox') as HTMLInputElement).value).toBe('14');
  });

  it('leads from what can only be set elsewhere to there', async () => {
    const { settings } = shown();
    await fireEvent.click(row('Also outside this page').getByRole('button', { name: 'Set for: This device' }));
    await fireEvent.click(row('Also outside this page').getByRole('switch'));
    await vi.waitFor(() => expect(settings.in('device', 'notifications.system')).toBe(true));
  });

  it('keeps notices off where the browser doesn’t allow them, and says so', async () => {
    const { settings } = shown({ onnotices: () => Promise.resolve(false) });
    await fireEvent.click(row('Also outside this page').getByRole('button', { name: 'Set for: This device' }));
    await fireEvent.click(row('Also outside this page').getByRole('switch'));
    await screen.findByText(/The browser does not allow notifications/);
    expect(settings.get('notifications.system')).toBe(false);
  });

  it('has no tab for what whoever looks may not change', () => {
    shown({ writable: ['user', 'device'] });
    expect(screen.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['You', 'This device']);
  });

  it('finds by name, description, id and value', async () => {
    shown({ said: [aLayer('user', { 'terminal.fontFamily': 'Fira Code' })] });
    const search = screen.getByRole('searchbox');
    for (const [query, found] of [
      ['fontsize', ['terminal.fontSize']],
      ['osc 52', ['terminal.clipboardWrites']],
      ['fira', ['terminal.fontFamily']],
      ['always', ['terminal.clipboardWrites']],
      ['HOURS quiet', ['notifications.quietHours']],
    ] as const) {
      await fireEvent.input(search, { target: { value: query } });
      const rows = screen.getAllByRole('group').map((group) => group.id);
      expect(
        rows.filter((id) => id.includes('.') || id === 'theme'),
        query,
      ).toEqual(found);
    }
    await fireEvent.input(search, { target: { value: 'nothing of the kind' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Show all' }));
    expect(row('Font size')).toBeTruthy();
  });

  it('sets quiet hours as a range of times', async () => {
    const { settings } = shown();
    const range = () => row('Quiet hours');
    await fireEvent.click(range().getByRole('switch'));
    expect(settings.get('notifications.quietHours')).toBe('22:00-07:00');
    await fireEvent.change(range().getByLabelText('To'), { target: { value: '06:30' } });
    expect(settings.get('notifications.quietHours')).toBe('22:00-06:30');
    await fireEvent.change(range().getByLabelText('From'), { target: { value: '' } });
    expect(settings.get('notifications.quietHours')).toBe('22:00-06:30');
  });

  it('marks the setting that the address names; that of another one stands for it where it is', () => {
    shown({ linked: 'themes' });
    expect(document.getElementById('theme')?.classList.contains('marked')).toBe(true);
  });

  it('follows a change made elsewhere', async () => {
    const { settings } = shown();
    settings.takeLayer(aLayer('user', { 'terminal.fontSize': 22 }, 500));
    await vi.waitFor(() => expect((row('Font size').getByRole('textbox') as HTMLInputElement).value).toBe('22'));
  });
});

describe('a layer as text', () => {
  it.each([
    ['{\n  "theme": "dark\n}', 'Line 2:'],
    ['{\n  "theme": "dark"\n  "language": "de"\n}', 'Line 3:'],
    ['[]', 'Line 1: Settings are an object: { "theme": "dark" }.'],
    ['{\n\n  "colour": "red"\n}', 'Line 3: There is no setting “colour”.'],
    ['{ "constructor": 1 }', 'Line 1: There is no setting “constructor”.'],
    ['{\n  "terminal.fontSize": 99\n}', 'Line 2: terminal.fontSize: Must be a whole number from 6 to 40.'],
    ['{ "notifications.system": true }', "Line 1: notifications.system can't be set here."],
    ['{ "keymap": [{ "command": "find" }] }', 'Line 1: keymap: Entry 1 is not what it can be.'],
  ])('that is wrong is told with its line and reason: %s', (text, problem) => {
    expect(readLayer(text, 'user')).toEqual({ problem: expect.stringContaining(problem) as string });
  });

  it('may have comments and a comma too many, and be empty', () => {
    expect(readLayer('{\r\n // Dark.\r\n "theme": "dark", /* all */ "terminal.scrollback": 5,\r\n}', 'user')).toEqual({
      values: { theme: 'dark', 'terminal.scrollback': 5 },
    });
    expect(readLayer('', 'user')).toEqual({ values: {} });
    expect(readLayer('{ "theme": null }', 'user')).toEqual({ values: {} });
  });

  it('is saved whole: what is gone from it is taken away', async () => {
    const { settings, server } = someSettings({ said: [aLayer('user', { theme: 'dark', language: 'de' }, 7)] });
    const editor = new LayerEditor(settings, 'user');
    editor.text = '{ "theme": "light" }';
    await editor.save();
    expect(server.changeSettings).toHaveBeenCalledWith('user', 'default', { theme: 'light', language: null }, 7);
    expect([settings.get('theme'), settings.get('language'), editor.changed]).toEqual(['light', 'system', false]);
  });

  it('keeps what was before and what was written when it is refused', async () => {
    const { settings, server } = someSettings({ said: [aLayer('user', { theme: 'dark' })] });
    const editor = new LayerEditor(settings, 'user');
    editor.text = '{ "theme": }';
    await editor.save();
    expect(editor.problem).toMatch(/^Line 1: /);
    expect(server.changeSettings).not.toHaveBeenCalled();

    server.changeSettings.mockRejectedValueOnce(new ApiError(409, 'settings.changed', 'These have changed meanwhile.'));
    editor.text = '{ "theme": "light" }';
    await editor.save();
    expect([editor.problem, editor.text, settings.get('theme')]).toEqual([
      'These have changed meanwhile.',
      '{ "theme": "light" }',
      'dark',
    ]);
  });
});

it('all words of a search have to be there, whatever their case', () => {
  const text = sections[1]?.settings[0];
  if (!text) throw new Error('There is a group of terminals.');
  expect(matches(text, '13 px', 'SIZE font')).toBe(true);
  expect(matches(text, '13 px', 'font weight')).toBe(false);
});
