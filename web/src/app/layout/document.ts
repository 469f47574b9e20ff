import type { SessionRef } from '$api/client';
import type { Layout, LayoutNode } from '$api/types';
import type { Arrangement } from '../tabs.svelte';
import { sideBarLimits } from './side-bar.svelte';
import { fileTab, pathOfTab } from './file-tab';
import { activeTab, groupsOf, isSplit, joined, tabKey, type Group, type Node, type Root, type Tab } from './tree';

export interface WindowLayout extends Arrangement {
  readonly sideBar: { readonly shown: boolean; readonly width: number; readonly view?: string };
}

/** As it is kept: tabs of this workspace, of a kind that is known. */
export function toDocument(
  { root, active, maximised, sideBar }: WindowLayout,
  workspace: string,
  kindOf: (at: SessionRef) => string | undefined,
): Layout {
  const kept = keepTabs(root, (tab) => {
    const kind = tab.kind ?? kindOf(tab);
    return kind === undefined || tab.workspace !== workspace ? undefined : { ...tab, kind };
  });
  const ids = groupsOf(kept).map(({ id }) => id);
  return {
    sideBar: {
      shown: sideBar.shown,
      width: sideBar.width,
      ...(sideBar.view && sideBar.view !== 'sessions' && { view: sideBar.view }),
    },
    ...(kept && { root: toNode(kept) }),
    ...(kept && { active: active !== undefined && ids.includes(active) ? active : ids[0] }),
    ...(maximised !== undefined && ids.includes(maximised) && { maximised }),
  };
}

function toNode(node: Node): LayoutNode {
  if (isSplit(node))
    return {
      split: { direction: node.direction, ratios: node.ratios.map(rounded), parts: node.parts.map(toNode) },
    };
  return {
    group: {
      id: node.id,
      tabs: node.tabs.map(({ id, kind = '' }) => {
        const path = pathOfTab({ id });
        return path === undefined ? { session: id, kind } : { kind, path };
      }),
      active: activeTab(node)?.id ?? '',
    },
  };
}

/** Finer than a pixel of any screen, and never nothing. */
function rounded(ratio: number): number {
  return Math.max(1, Math.round(ratio * 1e6)) / 1e6;
}

/** Without the tabs for which nothing is given back. */
export function keepTabs(root: Root, keep: (tab: Tab) => Tab | undefined): Root {
  if (!root) return undefined;
  if (isSplit(root))
    return joined(
      root.direction,
      root.parts.map((part) => keepTabs(part, keep)),
      root.ratios,
    );
  const tabs = root.tabs.map(keep).filter((tab) => tab !== undefined);
  const first = tabs[0];
  if (!first) return undefined;
  return { id: root.id, tabs, active: tabs.some((tab) => tabKey(tab) === root.active) ? root.active : tabKey(first) };
}

/** What was kept, as far as it makes sense: a page of another version may have written it, or a person. */
export function fromDocument(document: unknown, workspace: string): WindowLayout | undefined {
  if (!isObject(document)) return undefined;
  const sideBar = isObject(document.sideBar) ? document.sideBar : {};
  const root = readNode(document.root, workspace, new Set(), new Set(), 0);
  const ids = groupsOf(root).map(({ id }) => id);
  const idOf = (value: unknown) => ids.find((id) => id === value);
  return {
    root,
    active: idOf(document.active) ?? ids[0],
    maximised: ids.length > 1 ? idOf(document.maximised) : undefined,
    sideBar: {
      shown: sideBar.shown !== false,
      width: typeof sideBar.width === 'number' ? sideBar.width : sideBarLimits.usual,
      ...(typeof sideBar.view === 'string' && { view: sideBar.view }),
    },
  };
}

const deepest = 16;

function readNode(node: unknown, workspace: string, ids: Set<number>, keys: Set<string>, depth: number): Root {
  if (!isObject(node) || depth > deepest) return undefined;
  if (isObject(node.group)) return readGroup(node.group, workspace, ids, keys);
  if (!isObject(node.split) || !Array.isArray(node.split.parts)) return undefined;
  const { direction, ratios, parts } = node.split as { direction: unknown; ratios: unknown; parts: unknown[] };
  return joined(
    direction === 'column' ? 'column' : 'row',
    parts.map((part) => readNode(part, workspace, ids, keys, depth + 1)),
    parts.map((_, i) => {
      const ratio: unknown = Array.isArray(ratios) ? ratios[i] : undefined;
      return typeof ratio === 'number' && ratio > 0 && ratio < 1 ? ratio : 1 / parts.length;
    }),
  );
}

function readGroup(
  { id, tabs, active }: Record<string, unknown>,
  workspace: string,
  ids: Set<number>,
  keys: Set<string>,
): Group | undefined {
  if (typeof id !== 'number' || !Number.isInteger(id) || id < 1 || ids.has(id) || !Array.isArray(tabs))
    return undefined;
  const read: Tab[] = [];
  for (const tab of tabs as unknown[]) {
    const at = isObject(tab) && readTab(tab, workspace);
    if (!at) continue;
    if (keys.has(tabKey(at))) continue;
    keys.add(tabKey(at));
    read.push(at);
  }
  const shown = read.find((tab) => tab.id === active) ?? read[0];
  if (!shown) return undefined;
  ids.add(id);
  return { id, tabs: read, active: tabKey(shown) };
}

function readTab({ session, path, kind }: Record<string, unknown>, workspace: string): Tab | undefined {
  if (typeof path === 'string' && path !== '') return fileTab(workspace, path);
  return typeof session === 'string' && typeof kind === 'string' ? { workspace, id: session, kind } : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
