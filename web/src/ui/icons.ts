import type { Component } from 'svelte';
import Window from '@lucide/svelte/icons/app-window';
import Bell from '@lucide/svelte/icons/bell';
import BellOff from '@lucide/svelte/icons/bell-off';
import Check from '@lucide/svelte/icons/check';
import Back from '@lucide/svelte/icons/chevron-left';
import Forward from '@lucide/svelte/icons/chevron-right';
import Help from '@lucide/svelte/icons/circle-question-mark';
import Down from '@lucide/svelte/icons/chevron-down';
import Up from '@lucide/svelte/icons/chevron-up';
import Laptop from '@lucide/svelte/icons/laptop';
import Paste from '@lucide/svelte/icons/clipboard-paste';
import SplitRight from '@lucide/svelte/icons/columns-2';
import Copy from '@lucide/svelte/icons/copy';
import More from '@lucide/svelte/icons/ellipsis';
import Folder from '@lucide/svelte/icons/folder';
import History from '@lucide/svelte/icons/history';
import Keyboard from '@lucide/svelte/icons/keyboard';
import Grid from '@lucide/svelte/icons/layout-grid';
import Info from '@lucide/svelte/icons/info';
import ShowAll from '@lucide/svelte/icons/minimize-2';
import Pause from '@lucide/svelte/icons/pause';
import Edit from '@lucide/svelte/icons/pencil';
import Play from '@lucide/svelte/icons/play';
import Plus from '@lucide/svelte/icons/plus';
import Restart from '@lucide/svelte/icons/rotate-cw';
import SplitBelow from '@lucide/svelte/icons/rows-2';
import Search from '@lucide/svelte/icons/search';
import Settings from '@lucide/svelte/icons/settings';
import Phone from '@lucide/svelte/icons/smartphone';
import Stop from '@lucide/svelte/icons/square';
import Sessions from '@lucide/svelte/icons/square-terminal';
import Select from '@lucide/svelte/icons/text-select';
import Offline from '@lucide/svelte/icons/wifi-off';
import Trash from '@lucide/svelte/icons/trash-2';
import Bad from '@lucide/svelte/icons/thumbs-down';
import Good from '@lucide/svelte/icons/thumbs-up';
import Alert from '@lucide/svelte/icons/triangle-alert';
import Close from '@lucide/svelte/icons/x';
import Logo from './Logo.svelte';

/** Each by its own path: the package's index would load all of Lucide while developing. */
export const icons = {
  alert: Alert,
  back: Back,
  bad: Bad,
  bell: Bell,
  bellOff: BellOff,
  check: Check,
  close: Close,
  copy: Copy,
  down: Down,
  edit: Edit,
  folder: Folder,
  forward: Forward,
  good: Good,
  grid: Grid,
  help: Help,
  history: History,
  info: Info,
  keyboard: Keyboard,
  laptop: Laptop,
  logo: Logo,
  more: More,
  offline: Offline,
  paste: Paste,
  pause: Pause,
  phone: Phone,
  play: Play,
  plus: Plus,
  restart: Restart,
  search: Search,
  select: Select,
  sessions: Sessions,
  settings: Settings,
  showAll: ShowAll,
  splitBelow: SplitBelow,
  splitRight: SplitRight,
  stop: Stop,
  trash: Trash,
  up: Up,
  window: Window,
} satisfies Record<string, Component<{ size?: number; strokeWidth?: number }>>;

export type IconName = keyof typeof icons;
