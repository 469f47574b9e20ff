// Texts and where ICU, the Unicode Consortium's own library, breaks them: an opinion that shares nothing with this project's rules.
import { classes, version } from './properties.mjs';

/** One code point for each class, and some that programs really print. */
const more = [0x20, 0x378, 0x1f1e9, 0x1f1ea, 0x1f468, 0x1f469, 0x1f3fd, 0x2764, 0xfe0f, 0x20e3, 0x31, 0x0e33, 0x3099];

/** Lines as in Unicode's GraphemeBreakTest.txt: ÷ is a boundary, × is none. */
export function vectors(values) {
  if (!version.startsWith(process.versions.unicode))
    throw new Error(`This node knows Unicode ${process.versions.unicode}, the tables are ${version}: run npm ci.`);

  const samples = [...classes.keys()]
    .map((kind) => values.findIndex((value) => ((value >> 2) & 31) === kind))
    .concat(more);
  const texts = [];
  for (const first of samples)
    for (const second of samples) texts.push([first, second], [first, 0x308, second], [first, 0x200d, second]);
  texts.push(...mixed(samples, 600));

  return `# By eng/unicode/generate.mjs from ICU ${process.versions.icu} (Unicode ${version}). Don't edit: npm run generate.\n${texts.map(line).join('\n')}\n`;
}

/** The same "random" texts each time. */
function mixed(samples, count) {
  let seed = 1;
  const next = (below) => (seed = (seed * 48271) % 0x7fffffff) % below;
  return Array.from({ length: count }, () => Array.from({ length: 3 + next(6) }, () => samples[next(samples.length)]));
}

function line(text) {
  const starts = new Set();
  for (const { index } of new Intl.Segmenter('en').segment(String.fromCodePoint(...text))) starts.add(index);
  let position = 0;
  const marked = text.map((codePoint) => {
    const mark = starts.has(position) ? '÷' : '×';
    position += codePoint > 0xffff ? 2 : 1;
    return `${mark} ${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return `${marked.join(' ')} ÷`;
}
