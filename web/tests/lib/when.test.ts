import { wordsOf } from '$lib/key-problems';
import { holds, longestWhen, parseWhen, type When } from '$lib/when';
import { mayBothHold } from '../../src/features/keys/both-hold';
import { describe, expect, it } from 'vitest';

const known = { terminalFocus: true, phone: true, mac: true, view: ['home', 'session', 'settings'] } as const;
const when = (text: string): When => {
  const parsed = parseWhen(text, known);
  if ('problem' in parsed) throw new Error(parsed.problem.what);
  return parsed.when;
};
const looking = (values: Record<string, boolean | string>) => (key: string) => values[key] ?? false;

describe('a when-clause', () => {
  it.each<[string, Record<string, boolean | string>, boolean]>([
    ['terminalFocus', { terminalFocus: true }, true],
    ['!terminalFocus', { terminalFocus: true }, false],
    ['terminalFocus && !phone', { terminalFocus: true }, true],
    ['phone || view == settings', { view: 'settings' }, true],
    ["view == 'settings'", { view: 'home' }, false],
    ['view != settings', { view: 'home' }, true],
    // && binds more than ||.
    ['phone && mac || terminalFocus', { terminalFocus: true }, true],
    ['phone && (mac || terminalFocus)', { terminalFocus: true }, false],
    ['!(phone || mac)', {}, true],
  ])('%s', (text, values, expected) => {
    expect(holds(when(text), looking(values))).toBe(expected);
  });

  it.each([
    ['', /ends too early/],
    ['phone &&', /ends too early/],
    ['(phone', /bracket/],
    ['phone)', /“\)” is unexpected/],
    ['phone mac', /“mac” is unexpected/],
    ['editorTextFocus', /“editorTextFocus”/],
    ['constructor', /“constructor”/],
    ['view', /home, session, settings/],
    ['view == files', /home, session, settings/],
    ['phone == yes', /true or false/],
    ['phone =~ /x/', /“=” is unexpected/],
    ['(' + 'phone && '.repeat(50) + 'phone)', /400/],
  ])('that is broken says why: %s', (text, problem) => {
    const parsed = parseWhen(text, known);
    expect('problem' in parsed && wordsOf(parsed.problem)).toMatch(problem);
  });

  it('as deep as one may be is read', () => {
    const deep = `${'!'.repeat(longestWhen - 5)}phone`;
    expect('when' in parseWhen(deep, known)).toBe(true);
  });

  it('excludes another, or not', () => {
    expect(mayBothHold(when('phone'), when('!phone'), known)).toBe(false);
    expect(mayBothHold(when('view == home'), when('view == settings && phone'), known)).toBe(false);
    expect(mayBothHold(when('phone'), when('mac || !phone'), known)).toBe(true);
    expect(mayBothHold(when('phone || mac'), when('!(phone || mac)'), known)).toBe(false);
    expect(mayBothHold({ all: [] }, when('view == home'), known)).toBe(true);
  });
});
