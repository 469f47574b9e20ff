// @vitest-environment node
import { expect, it } from 'vitest';
import { withSprite } from '../../build/icons.ts';

it.each(['<body>', '<body class="a" data-b>', '<BODY\n  lang="en">'])(
  'the icons stand at the beginning of %j',
  (start) => {
    const page = withSprite(`<html>${start}<p>x</p></body></html>`);
    expect(page.startsWith(`<html>${start}\n    <svg display="none"><symbol id="icon-`)).toBe(true);
    expect(page.endsWith('</svg><p>x</p></body></html>')).toBe(true);
  },
);

it('a page without a place for the icons is not built', () => {
  expect(() => withSprite('<html><p>x</p><bodyguard></html>')).toThrow(/no <body>/);
});
