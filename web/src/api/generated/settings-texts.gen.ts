// Generated from src/Dispatch.Protocol/Settings/settings.schema.json by npm run generate; never edited.

export const sections = [
  {
    "id": "appearance",
    "title": "Appearance",
    "settings": [
      {
        "key": "theme",
        "title": "Theme",
        "description": "System follows the device: dark or light, or high contrast where it asks for more.",
        "options": [
          {
            "value": "system",
            "title": "System"
          },
          {
            "value": "dark",
            "title": "Dark"
          },
          {
            "value": "light",
            "title": "Light"
          },
          {
            "value": "contrast",
            "title": "High contrast"
          }
        ]
      },
      {
        "key": "themes",
        "title": "Imported themes",
        "description": "Terminal themes that colour the whole page."
      },
      {
        "key": "language",
        "title": "Language",
        "description": "System takes the first of the browser's languages that there is.",
        "options": [
          {
            "value": "system",
            "title": "System"
          },
          {
            "value": "en",
            "title": "English"
          },
          {
            "value": "de",
            "title": "Deutsch"
          }
        ]
      }
    ]
  },
  {
    "id": "terminal",
    "title": "Terminal",
    "settings": [
      {
        "key": "terminal.fontSize",
        "title": "Font size",
        "description": "Of the text in terminals. A session that is of another size is shown whole, and so may be smaller.",
        "unit": "px"
      },
      {
        "key": "terminal.fontFamily",
        "title": "Font",
        "description": "A monospace font that this device has, as CSS names it. Empty for JetBrains Mono, which comes with the page.",
        "patternWords": "a font as CSS names it, of at most 200 characters"
      },
      {
        "key": "terminal.scrollback",
        "title": "Lines to scroll back",
        "description": "How many the page keeps of each terminal. The session itself keeps its whole past: play it back to see more.",
        "unit": "lines"
      },
      {
        "key": "terminal.copyOnSelect",
        "title": "Copy when selecting",
        "description": "Text selected in a terminal goes into the clipboard at once."
      },
      {
        "key": "terminal.clipboardWrites",
        "title": "Programs may write to the clipboard",
        "description": "By OSC 52. They can never read it.",
        "options": [
          {
            "value": "never",
            "title": "Never"
          },
          {
            "value": "ask",
            "title": "Ask"
          },
          {
            "value": "always",
            "title": "Always"
          }
        ]
      }
    ]
  },
  {
    "id": "notifications",
    "title": "Notifications",
    "settings": [
      {
        "key": "notifications.longCommand",
        "title": "Tell when a long command ends",
        "description": "One that ran at least so many seconds in a terminal that you don't look at. 0 tells of none.",
        "unit": "s",
        "suggested": [
          {
            "value": 0,
            "title": "Off"
          },
          {
            "value": 10,
            "title": "10 s"
          },
          {
            "value": 60,
            "title": "1 min"
          },
          {
            "value": 300,
            "title": "5 min"
          }
        ]
      },
      {
        "key": "notifications.system",
        "title": "Also outside this page",
        "description": "By the browser's notifications, while the page is not looked at."
      },
      {
        "key": "notifications.quietHours",
        "title": "Quiet hours",
        "description": "From when to when nothing is told outside the page, as 22:00-07:00 by this device's clock. Empty for never.",
        "patternWords": "empty, or from when to when as 22:00-07:00"
      },
      {
        "key": "notifications.muted",
        "title": "Muted sessions",
        "description": "The ids of sessions that nothing is told of."
      }
    ]
  },
  {
    "id": "keyboard",
    "title": "Keyboard",
    "settings": [
      {
        "key": "keymap",
        "title": "Key bindings",
        "description": "Keys of your own for commands: over the usual ones, the last one first."
      },
      {
        "key": "phone.keys",
        "title": "Keys of your own on the phone",
        "description": "Texts that the row of keys over a phone's keyboard types at a press."
      }
    ]
  }
] as const;
