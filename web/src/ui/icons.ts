/**
 * The icons that are seen all over the page, and what each is called in Lucide. They are drawn once, in the page's HTML
 * (`build/icons.ts`): as a component each, they were a twentieth of the script that the page begins with. One that only a part of the
 * page has is imported there, from `@lucide/svelte/icons`.
 */
export const icons = {
  alert: 'triangle-alert',
  back: 'chevron-left',
  bad: 'thumbs-down',
  bell: 'bell',
  bellOff: 'bell-off',
  check: 'check',
  close: 'x',
  copy: 'copy',
  down: 'chevron-down',
  edit: 'pencil',
  folder: 'folder',
  forward: 'chevron-right',
  good: 'thumbs-up',
  grid: 'layout-grid',
  help: 'circle-question-mark',
  history: 'rotate-ccw-clock',
  info: 'info',
  keyboard: 'keyboard',
  laptop: 'laptop',
  more: 'ellipsis',
  offline: 'wifi-off',
  paste: 'clipboard-paste',
  pause: 'pause',
  phone: 'smartphone',
  play: 'play',
  plus: 'plus',
  restart: 'rotate-cw',
  search: 'search',
  select: 'square-dashed-text',
  sessions: 'square-terminal',
  settings: 'settings',
  showAll: 'minimize-2',
  splitBelow: 'rows-2',
  splitRight: 'columns-2',
  stop: 'square',
  trash: 'trash',
  up: 'chevron-up',
  window: 'app-window',
} as const;

/** Dispatch's own. */
export const logo = 'M4 12h6l3-7 3 14 2-7h2';

export type IconName = keyof typeof icons | 'logo';
