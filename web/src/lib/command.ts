import { m } from './messages';

export type CommandGroup = 'session' | 'terminal' | 'view' | 'workspaces' | 'settings';

/** Everything that can be done is one of these: found in the palette, and by its keys. */
export interface Command {
  readonly id: string;
  title(): string;
  /** Where it stands in the palette. */
  readonly group: CommandGroup;
  /** Its key, unless a person wants another: presses of `chord.ts`. */
  readonly key?: string;
  /** While that key counts, beside `when`: an expression of `when.ts`. */
  readonly keyWhen?: string;
  /** While it makes sense: an expression of `when.ts`. */
  readonly when?: string;
  /** The same, where it depends on more than there are words for. */
  enabled?(): boolean;
  /** Has a key and isn't listed: what lists it is open then. */
  readonly unlisted?: boolean;
  run(): void;
}

export function groupTitle(group: CommandGroup): string {
  switch (group) {
    case 'session':
      return m.commands_group_session();
    case 'terminal':
      return m.commands_group_terminal();
    case 'view':
      return m.commands_group_view();
    case 'workspaces':
      return m.commands_group_workspaces();
    case 'settings':
      return m.commands_group_settings();
  }
}
