// Generated from src/Dispatch.Protocol/Settings/settings.schema.json by npm run generate; never edited.

export interface SettingValues {
  "theme": "system" | "dark" | "light" | "contrast" | `imported-${string}`;
  "themes": readonly { readonly id: `imported-${string}`; readonly name: string; readonly background: `#${string}`; readonly foreground: `#${string}`; readonly ansi: readonly `#${string}`[]; readonly cursor?: `#${string}`; readonly selection?: `#${string}` }[];
  "language": "system" | "en" | "de";
  "terminal.fontSize": number;
  "terminal.fontFamily": string;
  "terminal.scrollback": number;
  "terminal.copyOnSelect": boolean;
  "terminal.clipboardWrites": "never" | "ask" | "always";
  "notifications.longCommand": number;
  "notifications.system": boolean;
  "notifications.quietHours": string;
  "notifications.muted": readonly string[];
  "keymap": readonly { readonly command: string; readonly key: string; readonly when?: string }[];
  "phone.keys": readonly string[];
  "onboarded": boolean;
}

export const defaults: SettingValues = {
  "theme": "system",
  "themes": [],
  "language": "system",
  "terminal.fontSize": 13,
  "terminal.fontFamily": "",
  "terminal.scrollback": 10000,
  "terminal.copyOnSelect": false,
  "terminal.clipboardWrites": "never",
  "notifications.longCommand": 10,
  "notifications.system": false,
  "notifications.quietHours": "",
  "notifications.muted": [],
  "keymap": [],
  "phone.keys": [],
  "onboarded": false,
};

/** Where each can be set: first where people mean it to be. */
export const layersOf = {
  "theme": ["user","device","workspace","server"],
  "themes": ["user"],
  "language": ["user","device","server"],
  "terminal.fontSize": ["device","user","workspace","server"],
  "terminal.fontFamily": ["device","user","workspace","server"],
  "terminal.scrollback": ["device","user","workspace","server"],
  "terminal.copyOnSelect": ["user","device","workspace","server"],
  "terminal.clipboardWrites": ["user","device","workspace","server"],
  "notifications.longCommand": ["user","device","workspace","server"],
  "notifications.system": ["device"],
  "notifications.quietHours": ["user","device","server"],
  "notifications.muted": ["user"],
  "keymap": ["user","device","server"],
  "phone.keys": ["user","device"],
  "onboarded": ["user","server"],
} as const;

export const shapes = {
  "theme": {"type":"choice","options":["system","dark","light","contrast"],"pattern":"imported-[0-9a-f]{32}"},
  "themes": {"type":"list","item":{"type":"object","fields":{"id":{"type":"text","longest":41,"pattern":"imported-[0-9a-f]{32}"},"name":{"type":"text","longest":60},"background":{"type":"text","longest":7,"pattern":"#[0-9a-f]{6}"},"foreground":{"type":"text","longest":7,"pattern":"#[0-9a-f]{6}"},"ansi":{"type":"list","item":{"type":"text","longest":7,"pattern":"#[0-9a-f]{6}"},"most":16},"cursor":{"type":"text","longest":7,"pattern":"#[0-9a-f]{6}"},"selection":{"type":"text","longest":7,"pattern":"#[0-9a-f]{6}"}},"optional":["cursor","selection"]},"most":20},
  "language": {"type":"choice","options":["system","en","de"]},
  "terminal.fontSize": {"type":"integer","minimum":6,"maximum":40},
  "terminal.fontFamily": {"type":"text","longest":200,"pattern":"[^;{}<>\\\\]*"},
  "terminal.scrollback": {"type":"integer","minimum":0,"maximum":100000},
  "terminal.copyOnSelect": {"type":"boolean"},
  "terminal.clipboardWrites": {"type":"choice","options":["never","ask","always"]},
  "notifications.longCommand": {"type":"integer","minimum":0,"maximum":86400},
  "notifications.system": {"type":"boolean"},
  "notifications.quietHours": {"type":"text","longest":11,"pattern":"|([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]"},
  "notifications.muted": {"type":"list","item":{"type":"text","longest":100},"most":1000},
  "keymap": {"type":"list","item":{"type":"object","fields":{"command":{"type":"text","longest":100},"key":{"type":"text","longest":100},"when":{"type":"text","longest":400}},"optional":["when"]},"most":500},
  "phone.keys": {"type":"list","item":{"type":"text","longest":40},"most":40},
  "onboarded": {"type":"boolean"},
};
