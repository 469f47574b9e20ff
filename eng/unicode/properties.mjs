// What a terminal asks of a code point, a byte for each: how wide it is, and how it holds to what is around it.
import { eastAsianWidthType } from 'get-east-asian-width';

export const version = '17.0.0';
export const codePoints = 0x110000;

/** UAX #29's Grapheme_Cluster_Break, with what its rules 9c and 11 ask besides. C# and TypeScript take their names and order from here. */
export const classes = [
  'Other',
  'CarriageReturn',
  'LineFeed',
  'Control',
  'Extend',
  'ConjunctExtend',
  'ConjunctLinker',
  'Joiner',
  'RegionalIndicator',
  'Prepend',
  'SpacingMark',
  'HangulL',
  'HangulV',
  'HangulT',
  'HangulLV',
  'HangulLVT',
  'Consonant',
  'Pictographic',
];

const breakNames = {
  CR: 'CarriageReturn',
  LF: 'LineFeed',
  Control: 'Control',
  Extend: 'Extend',
  ZWJ: 'Joiner',
  Regional_Indicator: 'RegionalIndicator',
  Prepend: 'Prepend',
  SpacingMark: 'SpacingMark',
  L: 'HangulL',
  V: 'HangulV',
  T: 'HangulT',
  LV: 'HangulLV',
  LVT: 'HangulLVT',
};

/** Bits 0 and 1: width. Bits 2 to 6: class. Bit 7: a narrow emoji that VARIATION SELECTOR-16 makes wide. */
export async function properties() {
  const widths = await widthsOf();
  const breaks = await breaksOf();
  const emoji = await has('Binary_Property/Emoji');
  return Uint8Array.from(widths, (width, codePoint) => {
    const name = classes[breaks[codePoint]];
    const widens = width === 1 && emoji.has(codePoint) && name !== 'RegionalIndicator';
    return width | (breaks[codePoint] << 2) | (widens ? 0x80 : 0);
  });
}

/** The rules and their sources are in the comment of CharacterWidth.cs. The later one holds. */
async function widthsOf() {
  const widths = new Uint8Array(codePoints).fill(1);
  for (let codePoint = 0; codePoint < codePoints; codePoint++) {
    const type = eastAsianWidthType(codePoint);
    if (type === 'wide' || type === 'fullwidth') widths[codePoint] = 2;
  }

  for (const codePoint of await has('Binary_Property/Emoji_Presentation')) widths[codePoint] = 2;
  for (const codePoint of await has('Binary_Property/Regional_Indicator')) widths[codePoint] = 1;
  for (const category of ['Control', 'Nonspacing_Mark', 'Enclosing_Mark', 'Format'])
    for (const codePoint of await has(`General_Category/${category}`)) widths[codePoint] = 0;
  for (const codePoint of await has('Binary_Property/Prepended_Concatenation_Mark')) widths[codePoint] = 1;
  widths[0xad] = 1;
  widths.fill(0, 0x1160, 0x1200);
  widths.fill(0, 0xd7b0, 0xd800);
  return widths;
}

async function breaksOf() {
  const breaks = new Uint8Array(codePoints);
  const set = (codePoint, name) => (breaks[codePoint] = classes.indexOf(name));
  for (const [property, name] of Object.entries(breakNames))
    for (const codePoint of await has(`Grapheme_Cluster_Break/${property}`)) set(codePoint, name);

  await refine('Indic_Conjunct_Break/Linker', 'Extend', 'ConjunctLinker');
  await refine('Indic_Conjunct_Break/Extend', 'Extend', 'ConjunctExtend', 'Joiner');
  await refine('Indic_Conjunct_Break/Consonant', 'Other', 'Consonant');
  await refine('Binary_Property/Extended_Pictographic', 'Other', 'Pictographic');
  return breaks;

  // One byte has room because a further property only ever divides one class: a version of Unicode where it doesn't must fail here.
  async function refine(property, from, to, also) {
    for (const codePoint of await has(property)) {
      const name = classes[breaks[codePoint]];
      if (name === also) continue;
      if (name !== from)
        throw new Error(`U+${codePoint.toString(16)} is ${name} and ${property}: there is no class for that.`);
      set(codePoint, to);
    }
  }
}

async function has(property) {
  const { default: found } = await import(`@unicode/unicode-${version}/${property}/code-points.mjs`);
  return new Set(found);
}
