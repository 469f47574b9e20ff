// Generated from src/Dispatch.Protocol/Settings/settings.schema.json by npm run generate; never edited.

import { m } from '$lib/messages';
import type { SettingValues } from './settings.gen';

export interface SettingText {
  readonly key: keyof SettingValues;
  readonly title: string;
  readonly description: string;
  /** The values of a choice. */
  readonly options?: readonly { readonly value: string; readonly title: string }[];
  /** What most people choose among. */
  readonly suggested?: readonly { readonly value: number; readonly title: string }[];
  readonly unit?: string;
  /** What its pattern takes, as it reads behind "must be". */
  readonly patternWords?: string;
}

export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  readonly settings: readonly SettingText[];
}

export const sections: readonly SettingGroup[] = [
  {
    id: "appearance",
    get title() { return m.setting_group_appearance(); },
    settings: [
      { key: "theme", get title() { return m.setting_theme_title(); }, get description() { return m.setting_theme_about(); }, options: [{ value: "system", get title() { return m.setting_theme_is_system(); } }, { value: "dark", get title() { return m.setting_theme_is_dark(); } }, { value: "light", get title() { return m.setting_theme_is_light(); } }, { value: "contrast", get title() { return m.setting_theme_is_contrast(); } }] },
      { key: "themes", get title() { return m.setting_themes_title(); }, get description() { return m.setting_themes_about(); } },
      { key: "language", get title() { return m.setting_language_title(); }, get description() { return m.setting_language_about(); }, options: [{ value: "system", get title() { return m.setting_language_is_system(); } }, { value: "en", get title() { return m.setting_language_is_en(); } }, { value: "de", get title() { return m.setting_language_is_de(); } }] },
    ],
  },
  {
    id: "terminal",
    get title() { return m.setting_group_terminal(); },
    settings: [
      { key: "terminal.fontSize", get title() { return m.setting_terminal_fontsize_title(); }, get description() { return m.setting_terminal_fontsize_about(); }, get unit() { return m.setting_unit_px(); } },
      { key: "terminal.fontFamily", get title() { return m.setting_terminal_fontfamily_title(); }, get description() { return m.setting_terminal_fontfamily_about(); }, get patternWords() { return m.setting_terminal_fontfamily_must(); } },
      { key: "terminal.scrollback", get title() { return m.setting_terminal_scrollback_title(); }, get description() { return m.setting_terminal_scrollback_about(); }, get unit() { return m.setting_unit_lines(); } },
      { key: "terminal.copyOnSelect", get title() { return m.setting_terminal_copyonselect_title(); }, get description() { return m.setting_terminal_copyonselect_about(); } },
      { key: "terminal.clipboardWrites", get title() { return m.setting_terminal_clipboardwrites_title(); }, get description() { return m.setting_terminal_clipboardwrites_about(); }, options: [{ value: "never", get title() { return m.setting_terminal_clipboardwrites_is_never(); } }, { value: "ask", get title() { return m.setting_terminal_clipboardwrites_is_ask(); } }, { value: "always", get title() { return m.setting_terminal_clipboardwrites_is_always(); } }] },
    ],
  },
  {
    id: "notifications",
    get title() { return m.setting_group_notifications(); },
    settings: [
      { key: "notifications.longCommand", get title() { return m.setting_notifications_longcommand_title(); }, get description() { return m.setting_notifications_longcommand_about(); }, suggested: [{ value: 0, get title() { return m.setting_notifications_longcommand_is_0(); } }, { value: 10, get title() { return m.setting_notifications_longcommand_is_10(); } }, { value: 60, get title() { return m.setting_notifications_longcommand_is_60(); } }, { value: 300, get title() { return m.setting_notifications_longcommand_is_300(); } }], get unit() { return m.setting_unit_s(); } },
      { key: "notifications.system", get title() { return m.setting_notifications_system_title(); }, get description() { return m.setting_notifications_system_about(); } },
      { key: "notifications.quietHours", get title() { return m.setting_notifications_quiethours_title(); }, get description() { return m.setting_notifications_quiethours_about(); }, get patternWords() { return m.setting_notifications_quiethours_must(); } },
      { key: "notifications.muted", get title() { return m.setting_notifications_muted_title(); }, get description() { return m.setting_notifications_muted_about(); } },
    ],
  },
  {
    id: "keyboard",
    get title() { return m.setting_group_keyboard(); },
    settings: [
      { key: "keymap", get title() { return m.setting_keymap_title(); }, get description() { return m.setting_keymap_about(); } },
      { key: "phone.keys", get title() { return m.setting_phone_keys_title(); }, get description() { return m.setting_phone_keys_about(); } },
    ],
  },
];
