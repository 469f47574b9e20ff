import type { PersonPresent } from '$api/types';
import { describe, expect, it, vi } from 'vitest';
import { iconOf } from '../../src/features/presence/device-icon';
import { Follow } from '../../src/features/presence/follow.svelte';
import { People } from '../../src/features/presence/people.svelte';

const self = { principal: 'p_1', device: 'd_laptop' };
const a = { workspace: 'default', id: 'a' };
const b = { workspace: 'default', id: 'b' };

function me(device: string | null, changes: Partial<PersonPresent> = {}): PersonPresent {
  return {
    principal: 'p_1',
    name: 'Owner',
    device,
    deviceName: device && `Chrome on ${device}`,
    types: false,
    ...changes,
  };
}

describe('who is on a session', () => {
  it('is everybody else, one’s own devices by their names', () => {
    const people = new People(self);
    const ada = { principal: 'p_2', name: 'Ada', device: null, deviceName: null, types: true };
    people.take([{ ...a, people: [me('d_laptop'), me('d_phone'), me(null), ada] }], true);

    expect(people.on(a).map(({ label, types, device }) => [label, types, device?.id])).toEqual([
      ['You · Chrome on d_phone', false, 'd_phone'],
      ['You · a program', false, undefined],
      ['Ada', true, undefined],
    ]);
    expect(people.on(b)).toEqual([]);
  });

  it('changes with the news, and begins anew when all is told', () => {
    const people = new People(self);
    people.take([{ ...a, people: [me('d_phone')] }], true);
    people.take([{ ...b, people: [me('d_phone')] }], false);
    expect(people.on(a)).toHaveLength(1);
    people.take([{ ...a, people: [] }], false);
    expect([people.on(a).length, people.on(b).length]).toEqual([0, 1]);
    people.take([], true);
    expect(people.all).toEqual([]);
  });

  it('is somewhere: where they type, else where they went last', () => {
    const people = new People(self);
    people.take([{ ...a, people: [me('d_phone')] }], true);
    people.take([{ ...b, people: [me('d_phone')] }], false);
    expect(people.whereIs('d_phone')).toEqual(b);
    people.take([{ ...a, people: [me('d_phone', { types: true })] }], false);
    people.take([{ ...b, people: [me('d_phone')] }], false);
    expect(people.whereIs('d_phone')).toEqual(a);
    expect(people.whereIs('d_gone')).toBeUndefined();
  });

  it('is named in one line, whatever a device calls itself', () => {
    const people = new People(self);
    people.take([{ ...a, people: [me('d_phone', { deviceName: '\u202eevil\nphone' })] }], true);
    expect(people.on(a)[0]?.label).toBe('You · evil phone');
  });
});

describe('following', () => {
  const phone = { id: 'd_phone', name: 'Phone' };

  function window() {
    const at = { phone: undefined as typeof a | undefined, here: a };
    const open = vi.fn((to: typeof a) => (at.here = to));
    const follow = new Follow({ whereIs: () => at.phone }, open);
    return { at, open, follow };
  }

  it('shows what the device looks at, wherever it goes, and waits while it looks at nothing', () => {
    const { at, open, follow } = window();
    follow.start(phone, at.here);
    expect(open).not.toHaveBeenCalled();
    at.phone = b;
    follow.moved();
    follow.shown(at.here);
    expect(open.mock.calls).toEqual([[b]]);
    at.phone = undefined;
    follow.moved();
    follow.moved();
    expect(follow.device).toBe(phone);
    at.phone = a;
    follow.moved();
    expect(open).toHaveBeenLastCalledWith(a);
  });

  it('ends when one goes elsewhere, or when it is stopped', () => {
    const { at, open, follow } = window();
    follow.start(phone, at.here);
    follow.shown(b);
    expect(follow.device).toBeUndefined();
    follow.start(phone, a);
    follow.shown(undefined);
    expect(follow.device).toBeUndefined();
    follow.start(phone, a);
    follow.stop();
    at.phone = b;
    follow.moved();
    expect(open).not.toHaveBeenCalled();
  });
});

it.each([
  ['Safari on iPhone', 'phone'],
  ['Chrome on Android', 'phone'],
  ['My phone', 'phone'],
  ['Chrome on Linux', 'laptop'],
])('%s is drawn as a %s', (name, icon) => expect(iconOf(name)).toBe(icon));
