import { ApiError } from '$api/problem';
import { describe, expect, it, vi } from 'vitest';
import { Welcome } from '../../src/app/welcome.svelte';
import { tellWhatsNew } from '../../src/app/whats-new';
import { Opinion } from '../../src/features/opinions/opinion.svelte';
import { memoryStore } from '../support/memory-store';
import { aSession } from '../support/sessions';
import { aLayer, someSettings } from '../support/settings';

describe('a welcome', () => {
  const at = (said: Parameters<typeof aLayer>[1], { all = [], loaded = true, view = 'home' } = {}) => {
    const { settings } = someSettings({ said: [aLayer('server', said)] });
    return {
      settings,
      welcome: new Welcome({ settings, sessions: { all, loaded }, router: { route: { view } as never } }),
    };
  };

  it('is for who is here first, and never again', () => {
    const { settings, welcome } = at({});
    expect(welcome.due).toBe(true);
    welcome.done();
    expect([welcome.due, settings.in('user', 'onboarded')]).toEqual([false, true]);
  });

  it.each([
    ['was shown already', at({ onboarded: true })],
    ['is not known yet whether something runs', at({}, { loaded: false })],
    ['runs something', at({}, { all: [aSession()] as never[] })],
    ['came for something else', at({}, { view: 'settings' })],
  ])('is not for who %s', (_, { welcome }) => {
    expect(welcome.due).toBe(false);
  });
});

describe('what is new', () => {
  it('is told once after an upgrade, and never on first use', () => {
    const store = memoryStore();
    const toasts = { tell: vi.fn() };
    const router = { go: vi.fn() };
    for (const version of ['1.0.0', '1.0.0']) tellWhatsNew({ store, toasts, router, version });
    expect(toasts.tell).not.toHaveBeenCalled();

    for (const version of ['1.1.0', '1.1.0']) tellWhatsNew({ store, toasts, router, version });
    expect(toasts.tell).toHaveBeenCalledOnce();
    const [{ text, actions }] = toasts.tell.mock.calls[0] as [{ text: string; actions: { run(): void }[] }];
    expect(text).toContain('1.1.0');
    actions[0]?.run();
    expect(router.go).toHaveBeenCalledWith({ view: 'help', guide: 'changelog' });
  });
});

describe('an opinion', () => {
  it('is sent with its note, once', async () => {
    const sayOpinion = vi.fn(() => Promise.resolve());
    const opinion = new Opinion({ sayOpinion });
    await opinion.send();
    opinion.choose(false);
    opinion.note = '  Slow.  ';
    await Promise.all([opinion.send(), opinion.send()]);

    expect(sayOpinion.mock.calls).toEqual([[false, 'Slow.']]);
    expect([opinion.said, opinion.good, opinion.note]).toEqual([true, undefined, '']);
  });

  it('stays as it was written when it can’t be sent', async () => {
    const opinion = new Opinion({ sayOpinion: () => Promise.reject(ApiError.unreachable()) });
    opinion.choose(true);
    opinion.note = 'Calm.';
    await opinion.send();
    expect([opinion.said, opinion.good, opinion.note, opinion.problem !== undefined]).toEqual([
      false,
      true,
      'Calm.',
      true,
    ]);
  });
});
