import type { Hex } from '$lib/color';
import type { TerminalTheme } from '$lib/terminal-themes/theme';
import { dusk } from './terminal-themes';

/** Files that mean the same theme, `dusk`, with a cursor and a selection. */
export const written: TerminalTheme = { ...dusk, cursor: '#ffcc66', selection: '#3a4160' };

export const ghosttyFile = `# Dusk, for Ghostty
background = #1c1f2b
foreground = c8cce0
cursor-color = #FFCC66
selection-background = "#3a4160"
selection-foreground = cell-foreground

${dusk.ansi.map((color, index) => `palette = ${index}=${color}`).join('\n')}
palette = 16=#123456
font-size = 13
window-padding-x = 4,4
`;

const windowsNames = ['black', 'red', 'green', 'yellow', 'blue', 'purple', 'cyan', 'white'];
const windowsScheme = {
  name: 'Dusk',
  background: '#1C1F2B',
  foreground: '#C8CCE0',
  cursorColor: '#FFCC66',
  selectionBackground: '#3A4160',
  ...Object.fromEntries(
    windowsNames.flatMap((name, index) => [
      [name, dusk.ansi[index]],
      [`bright${name.charAt(0).toUpperCase()}${name.slice(1)}`, dusk.ansi[index + 8]],
    ]),
  ),
};
export const windowsTerminalFile = JSON.stringify(windowsScheme, null, 4);
export const windowsSettingsFile = `// Settings as Windows Terminal writes them: with comments, and commas too many.
{
    "$schema": "https://aka.ms/terminal-profiles-schema",
    "profiles": { "defaults": { "colorScheme": "Dusk", "opacity": 92.5 }, "list": [] },
    /* The schemes
       of this machine. */
    "schemes": [
        ${JSON.stringify(windowsScheme)},
        ${JSON.stringify({ ...windowsScheme, name: 'Dawn \u2600 "early"', background: '#fff' })},
    ],
}
`;

export const flatBase16File = `# Paper, flat
---
scheme: "Paper"
author: 'Nobody: in particular'
${'181818 282828 383838 585858 b8b8b8 d8d8d8 e8e8e8 f8f8f8 ab4642 dc9656 f7ca88 a1b56c 86c1b9 7cafc2 ba8baf a16946'
  .split(' ')
  .map((color, index) => `base0${index.toString(16).toUpperCase()}: "${color}"`)
  .join('\n')}
`;
export const nestedBase16File = flatBase16File
  .replace('scheme: "Paper"', 'system: "base16"\nname: Paper # by hand\nslug: paper\nvariant: "dark"')
  .replace('base00', 'palette:\nbase00')
  .replace(/^base(0.): "(.*)"$/gm, "  base$1: '#$2' # as it was");
const base16 = (index: number): Hex => {
  const found = new RegExp(`base0${index.toString(16).toUpperCase()}: "(.*)"`).exec(flatBase16File);
  return `#${found?.[1] ?? ''}`;
};
export const base16Theme: TerminalTheme = {
  name: 'Paper',
  background: base16(0),
  foreground: base16(5),
  ansi: [0, 8, 11, 10, 13, 14, 12, 5, 3, 8, 11, 10, 13, 14, 12, 7].map(base16),
  cursor: base16(5),
  selection: base16(2),
};

function itermColor(name: string, color: Hex, more = ''): string {
  const part = (at: number) => String(parseInt(color.slice(at, at + 2), 16) / 255);
  return `\t<key>${name}</key>
\t<dict>
\t\t<key>Alpha Component</key>
\t\t<real>1</real>
\t\t<key>Blue Component</key>
\t\t<real>${part(5)}</real>
\t\t${more || '<key>Color Space</key>\n\t\t<string>sRGB</string>'}
\t\t<key>Green Component</key>
\t\t<real>${part(3)}</real>
\t\t<key>Red Component</key>
\t\t<real>${part(1)}</real>
\t</dict>
`;
}

export const itermFile = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Dusk &undefined; -->
<plist version="1.0">
<dict>
${dusk.ansi.map((color, index) => itermColor(`Ansi ${index} Color`, color)).join('')}\
${itermColor('Background Color', dusk.background, '<key>Color Space</key><string>Calibrated</string>')}\
${itermColor('Foreground Color', dusk.foreground)}\
${itermColor('Cursor Color', '#ffcc66')}\
${itermColor('Selection Color', '#3a4160')}\
\t<key>Use &quot;Bold&quot; &#65;</key>
\t<true/>
\t<key>Tags</key>
\t<array><string>dark</string><array/></array>
</dict>
</plist>
`;
