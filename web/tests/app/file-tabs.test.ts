import { expect, it } from 'vitest';
import { fileTab, pathOfTab } from '../../src/app/layout/file-tab';
import { fromDocument, toDocument } from '../../src/app/layout/document';
import { parseRoute, pathOf } from '../../src/app/router.svelte';
import { Tabs } from '../../src/app/tabs.svelte';

it.each(['a.cs', 'src/a b/ü#?.cs', 'in/100%.txt'])('a file has an address: %s', (path) => {
  const route = { view: 'session', at: fileTab('default', path) } as const;
  const address = pathOf(route);
  expect(address.startsWith('/w/default/f/')).toBe(true);
  expect(parseRoute(address)).toEqual(route);
});

it('a tab of a file is kept beside those of sessions', () => {
  const tabs = new Tabs();
  tabs.open({ workspace: 'default', id: 's1', kind: 'terminal' });
  tabs.open(fileTab('default', 'src/a.cs'));
  const sideBar = { shown: true, width: 248, view: 'files' };
  const document = toDocument({ ...tabs.arrangement, sideBar }, 'default', () => undefined);
  expect(document).toMatchObject({
    sideBar,
    root: {
      group: {
        tabs: [
          { session: 's1', kind: 'terminal' },
          { kind: 'file', path: 'src/a.cs' },
        ],
        active: 'file:src/a.cs',
      },
    },
  });
  const read = fromDocument(document, 'default');
  expect(read).toEqual({ ...tabs.arrangement, sideBar });
});

it('a file that is called otherwise keeps its place', () => {
  const tabs = new Tabs();
  for (const path of ['a', 'b', 'c']) tabs.open(fileTab('default', path));
  tabs.open(fileTab('default', 'b'));
  tabs.replace(fileTab('default', 'b'), fileTab('default', 'in/b'));
  expect(tabs.items.map(pathOfTab)).toEqual(['a', 'in/b', 'c']);
  expect(tabs.active && pathOfTab(tabs.active)).toBe('in/b');
});
