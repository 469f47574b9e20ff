import { readThemes } from '$lib/terminal-themes/read';
import { isTerminalTheme, largestText } from '$lib/terminal-themes/theme';
import { describe, expect, it } from 'vitest';
import { dusk } from '../support/terminal-themes';
import {
  base16Theme,
  flatBase16File,
  ghosttyFile,
  itermFile,
  nestedBase16File,
  windowsSettingsFile,
  windowsTerminalFile,
  written,
} from '../support/theme-files';

function themesOf(text: string, name?: string) {
  const reading = readThemes(text, name);
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.themes;
}

function problemOf(text: string): string {
  const reading = readThemes(text);
  if (!('problem' in reading)) throw new Error(`${reading.themes.length} themes and no problem`);
  return reading.problem;
}

describe('a theme is read', () => {
  it.each([
    ['Ghostty', ghosttyFile],
    ['iTerm2', itermFile],
    ['Windows Terminal', windowsTerminalFile],
  ])('of %s', (_, text) => {
    expect(themesOf(text, 'Dusk')).toEqual([written]);
  });

  it.each([
    ['flat', flatBase16File],
    ['with a palette', nestedBase16File],
  ])('of base16, %s', (_, text) => {
    expect(themesOf(text)).toEqual([base16Theme]);
  });

  it('of each scheme in the settings of Windows Terminal', () => {
    expect(themesOf(windowsSettingsFile)).toEqual([
      written,
      { ...written, name: 'Dawn ☀ "early"', background: '#ffffff' },
    ]);
  });

  it('with line ends of Windows, and a byte order mark', () => {
    for (const text of [ghosttyFile, itermFile, windowsTerminalFile])
      expect(themesOf(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'Dusk')).toEqual([written]);
    expect(themesOf(`\ufeff${flatBase16File.replaceAll('\n', '\r\n')}`)).toEqual([base16Theme]);
  });

  it('of iTerm2 in the colours that a wide screen has', () => {
    const [theme] = themesOf(itermFile.replaceAll('sRGB', 'P3'));
    expect(theme?.background).toBe(dusk.background);
    expect(theme?.ansi[1]).not.toBe(dusk.ansi[1]);
  });

  it('and may come back from where it was kept', () => {
    for (const text of [ghosttyFile, itermFile, windowsTerminalFile, flatBase16File])
      expect(isTerminalTheme(JSON.parse(JSON.stringify(themesOf(text)[0])))).toBe(true);
  });
});

describe('the name', () => {
  it('is the format’s, then the file’s, then one that says what it is', () => {
    expect(themesOf(flatBase16File, 'file')[0]?.name).toBe('Paper');
    expect(themesOf(ghosttyFile, 'file')[0]?.name).toBe('file');
    expect(themesOf(ghosttyFile)[0]?.name).toBe('Imported theme');
    expect(themesOf(ghosttyFile, ' \u202e ')[0]?.name).toBe('Imported theme');
  });

  it('is one short line that doesn’t pretend to be another', () => {
    const [theme] = themesOf(flatBase16File.replace('"Paper"', `a\u202eb${'x'.repeat(200)}`));
    expect(theme?.name).toHaveLength(60);
    expect(theme?.name).toMatch(/^a b/);
  });
});

describe('what is no theme is refused with its line and the reason', () => {
  const broken = (file: string, from: string | RegExp, to: string) => file.replace(from, to);

  it.each([
    [
      'a colour of Ghostty',
      broken(ghosttyFile, 'palette = 5=#c08ae8', 'palette = 5=#zz'),
      "Line 13: 'palette = 5=#zz' is no colour; write #rrggbb.",
    ],
    [
      'an entry beyond the palette',
      broken(ghosttyFile, 'palette = 16', 'palette = 256'),
      "Line 24: 'palette = 256=#123456' is no entry of the palette; write palette = 0=#rrggbb.",
    ],
    [
      'a line of something else',
      broken(ghosttyFile, 'font-size = 13', '[window]'),
      "Line 25: '[window]' is not written name = value.",
    ],
    ['too few colours', broken(ghosttyFile, /^palette = 7=.*\n/m, ''), 'The theme has no palette = 7=#rrggbb.'],
    ['no background', broken(ghosttyFile, /^background.*\n/m, ''), 'The theme has no background.'],
    [
      'a colour by name',
      broken(ghosttyFile, '#1c1f2b', 'navy'),
      "Line 2: 'background = navy' is no colour; write #rrggbb.",
    ],
    [
      'a colour of base16',
      broken(flatBase16File, '"ab4642"', 'red'),
      "Line 13: 'base08: red' is no colour; write #rrggbb.",
    ],
    ['a base that is missing', broken(nestedBase16File, /^ {2}base0D.*\n/m, ''), 'The theme has no base0D.'],
    ['YAML of another kind', broken(flatBase16File, '---', '- list'), "Line 2: '- list' is not written name: value."],
    [
      'a colour of Windows Terminal',
      broken(windowsTerminalFile, '"#e06c7f"', '"tomato"'),
      `Line 9: '"red": "tomato"' is no colour; write #rrggbb.`,
    ],
    [
      'a number where a colour should be',
      broken(windowsTerminalFile, '"#e06c7f"', '7'),
      `Line 9: '"red": …' is no colour; write #rrggbb.`,
    ],
    [
      'a scheme without a colour',
      broken(windowsTerminalFile, '"purple"', '"mauve"'),
      'Line 1: The theme has no "purple".',
    ],
    ['JSON that ends early', windowsTerminalFile.slice(0, 40), /^Line 3: /],
    [
      'JSON without a comma',
      broken(windowsTerminalFile, '",\n    "foreground', '"\n    "foreground'),
      /^Line 4: .*where , or } should follow\.$/,
    ],
    ['JSON and more', `${windowsTerminalFile}\n{}`, "Line 24: '{}' after the end of the JSON."],
    ['a string that isn’t one', broken(windowsTerminalFile, '"Dusk"', String.raw`"\q"`), /^Line 2: .*escape/],
    ['a list', '[]', 'Line 1: A scheme of Windows Terminal is written { … }.'],
    ['schemes that are none', '{ "schemes": [1] }', 'Line 1: A scheme is written { … }.'],
    ['no schemes', '{\n "schemes": [] }', 'Line 2: There is no scheme in "schemes".'],
    [
      'a component of iTerm2',
      broken(itermFile, /<real>0.1333\d*<\/real>/, '<real>1.5</real>'),
      "Line 17: '1.5' is no Red Component of 'Ansi 0 Color'; write a number from 0 to 1.",
    ],
    [
      'a component that is missing',
      broken(itermFile, 'Red Component', 'Rot'),
      "Line 7: 'Ansi 0 Color' has no Red Component.",
    ],
    [
      'a colour that is none',
      broken(itermFile, /<dict>\s*<key>Alpha[^]*?<\/dict>/, '<string>red</string>'),
      /^Line 7: 'Ansi 0 Color' is no colour/,
    ],
    [
      'an entity of its own',
      broken(itermFile, '&quot;', '&bold;'),
      /^Line \d+: '&bold;' is none of XML's own entities\.$/,
    ],
    ['a document type of its own', broken(itermFile, '.dtd">', '.dtd" [<!ENTITY a "b">]>'), /^Line 2: /],
    [
      'another document',
      '<!DOCTYPE html>\n<html></html>',
      /^Line 1: '<!DOCTYPE html>' where an element should follow\.$/,
    ],
    [
      'XML that ends early',
      itermFile.slice(0, itermFile.indexOf('</dict>')),
      /^Line \d+: The file ends where .* should follow\.$/,
    ],
    [
      'XML that closes something else',
      broken(itermFile, '<array/></array>', '<array/></dict>'),
      /^Line \d+: <\/dict> where <\/array> should be\.$/,
    ],
    [
      'a binary property list',
      'bplist00Ô',
      'This is a binary property list; make it XML first: plutil -convert xml1 FILE.',
    ],
    ['nothing', ' \n', 'There is no text; paste a theme or choose a file.'],
    [
      'prose',
      'Dear reader,\nblue is nice.',
      'This is none of the themes that can be read: iTerm2, Windows Terminal, Ghostty, base16.',
    ],
  ])('%s', (_, text, problem) => {
    if (typeof problem === 'string') expect(problemOf(text)).toBe(problem);
    else expect(problemOf(text)).toMatch(problem);
  });

  it('what is too large, before anything is read', () => {
    expect(problemOf('x'.repeat(largestText + 1))).toBe('The text is larger than 256 KB; a theme is a few.');
  });

  it.each([
    ['brackets', '['.repeat(largestText)],
    ['braces', '{"a":'.repeat(50_000)],
    ['elements', '<plist>'.padEnd(250_000, '<dict><key>a</key>')],
    ['arrays', '<plist>'.padEnd(250_000, '<array>')],
    ['a comment without an end', `/*${'*'.repeat(250_000)}`],
    ['an XML comment without an end', `<!--${'-'.repeat(250_000)}`],
    ['a tag without an end', `<plist ${'a '.repeat(120_000)}`],
    ['a string without an end', `{"${'\\\\'.repeat(120_000)}`],
    ['a long string', `{"name": "${'x'.repeat(250_000)}"}`],
    ['blanks in a value', `base00: a${' '.repeat(250_000)}b`],
    ['blanks before nothing', `a${' '.repeat(250_000)}b`],
    ['empty lines', `${'\n'.repeat(250_000)}x`],
    ['names without a value', 'a-'.repeat(120_000)],
    ['ampersands', `<plist><string>${'&'.repeat(250_000)}`],
  ])('and hostile text within a moment: %s', (_, text) => {
    const before = performance.now();
    expect(problemOf(text)).not.toBe('');
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('names that a language has a meaning for are only names', () => {
    expect(problemOf('{ "__proto__": { "background": "#000000" } }')).toBe('Line 1: The theme has no "background".');
    expect(problemOf('<plist><dict><key>&constructor;</key></dict></plist>')).toMatch(/none of XML's own entities/);
  });
});

describe('what was kept', () => {
  it.each([
    ['nothing', null],
    ['a text', 'theme'],
    ['no name', { ...dusk, name: '' }],
    ['a name without an end', { ...dusk, name: 'x'.repeat(61) }],
    ['a colour that is a rule', { ...dusk, background: 'url(https://example.org)' }],
    ['a colour of another form', { ...dusk, foreground: '#FFF' }],
    ['fifteen colours', { ...dusk, ansi: dusk.ansi.slice(1) }],
    ['an object instead of a list', { ...dusk, ansi: { length: 16 } }],
    ['a cursor that is none', { ...dusk, cursor: 1 }],
    ['a selection that is none', { ...dusk, selection: null }],
  ])('is no theme with %s', (_, value) => {
    expect(isTerminalTheme(value)).toBe(false);
  });
});
