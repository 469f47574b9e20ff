import { classes, version } from './properties.mjs';
import { runs } from './tables.mjs';

export function typescript(values, hash) {
  return `// By eng/unicode/generate.mjs, from Unicode ${version}. Don't edit: npm run generate.
// Made from the Unicode Character Database, © Unicode, Inc., under https://www.unicode.org/license.txt.
export const unicodeVersion = '${version}';

/** SHA-256 of the bytes of all code points in their order; the headless terminal's table has the same. */
export const hash = '${hash}';

export const GraphemeClass = {
${classes.map((name, value) => `  ${name}: ${value},`).join('\n')}
} as const;

/** Runs of equal bytes: the byte, then how many of it, each in base64 digits of five bits, lowest first, the sixth bit for "more". */
export const runs =
  '${runs(values)}';
`;
}
