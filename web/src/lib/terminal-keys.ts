import { formatKeys, isOfTerminal, resolved, writeKeys, type Stroke } from './chord';
import { m } from './messages';

/** What a terminal needs a press for; undefined when it has no use for it. */
export function terminalUse(stroke: Stroke, mac: boolean): string | undefined {
  if (!isOfTerminal(stroke)) return undefined;
  const keys = formatKeys([stroke], { mac, terminal: true });
  switch (writeKeys([stroke])) {
    case 'ctrl+c':
      return m.keys_use_interrupt({ keys });
    case 'ctrl+d':
      return m.keys_use_end({ keys });
    case 'ctrl+z':
      return m.keys_use_suspend({ keys });
    case 'ctrl+\\':
      return m.keys_use_quit({ keys });
    case 'ctrl+r':
      return m.keys_use_history({ keys });
    case 'ctrl+w':
      return m.keys_use_word({ keys });
    case 'ctrl+u':
      return m.keys_use_line({ keys });
    case 'ctrl+l':
      return m.keys_use_clear({ keys });
    case 'ctrl+s':
    case 'ctrl+q':
      return m.keys_use_flow({ keys });
    case 'ctrl+a':
    case 'ctrl+e':
      return m.keys_use_ends({ keys });
    case 'tab':
      return m.keys_use_complete({ keys });
    case 'enter':
      return m.keys_use_enter({ keys });
    case 'escape':
      return m.keys_use_escape({ keys });
  }
  if (stroke.ctrl) return m.keys_use_control({ keys });
  if (stroke.alt) return m.keys_use_alt({ keys });
  return [...stroke.key].length === 1 || stroke.key === 'space'
    ? m.keys_use_typed({ keys })
    : m.keys_use_other({ keys });
}

/** Whether most browsers do something of their own with it, and never tell the page. */
export function isOfBrowser(stroke: Stroke, mac: boolean): boolean {
  const { ctrl, meta, alt, key } = resolved(stroke, { mac, terminal: false });
  return !alt && (mac ? meta : ctrl) && /^([ntw]|tab)$/.test(key);
}
