import { m } from '$lib/messages';
import Alert from '@lucide/svelte/icons/triangle-alert';
import Brain from '@lucide/svelte/icons/brain';
import Check from '@lucide/svelte/icons/check';
import Dashed from '@lucide/svelte/icons/circle-dashed';
import Delete from '@lucide/svelte/icons/trash-2';
import Edit from '@lucide/svelte/icons/pencil';
import Fetch from '@lucide/svelte/icons/globe';
import Loader from '@lucide/svelte/icons/loader-circle';
import Move from '@lucide/svelte/icons/folder-input';
import Read from '@lucide/svelte/icons/book-open';
import Run from '@lucide/svelte/icons/square-terminal';
import Search from '@lucide/svelte/icons/search';
import Tool from '@lucide/svelte/icons/wrench';
import type { Component } from 'svelte';
import type { AskOption, ToolKind, ToolState } from './contract';

interface Look {
  readonly icon: Component<{ size?: number; strokeWidth?: number; 'aria-hidden'?: boolean }>;
  readonly word: () => string;
}

/** What a call is marked by, and called where it names nothing. */
export const kindLooks: Readonly<Record<ToolKind, Look>> = {
  read: { icon: Read, word: m.agent_tool_read },
  edit: { icon: Edit, word: m.agent_tool_edit },
  delete: { icon: Delete, word: m.agent_tool_delete },
  move: { icon: Move, word: m.agent_tool_move },
  search: { icon: Search, word: m.agent_tool_search },
  execute: { icon: Run, word: m.agent_tool_execute },
  think: { icon: Brain, word: m.agent_tool_think },
  fetch: { icon: Fetch, word: m.agent_tool_fetch },
  other: { icon: Tool, word: m.agent_tool_other },
};

/** `stopped`: the turn ended and the call had not. */
export const stateLooks: Readonly<Record<ToolState | 'stopped', Look>> = {
  pending: { icon: Dashed, word: m.agent_tool_state_pending },
  in_progress: { icon: Loader, word: m.agent_tool_state_in_progress },
  completed: { icon: Check, word: m.agent_tool_state_completed },
  failed: { icon: Alert, word: m.agent_tool_state_failed },
  stopped: { icon: Dashed, word: m.agent_tool_state_stopped },
};

/** What an option will do, in this page's words: its name is the agent's. */
export function effectOf({ kind }: AskOption): string {
  switch (kind) {
    case 'allow_once':
      return m.agent_allow_once();
    case 'allow_always':
      return m.agent_allow_always();
    case 'reject_once':
      return m.agent_reject_once();
    case 'reject_always':
      return m.agent_reject_always();
    default:
      return m.agent_option_unknown();
  }
}
