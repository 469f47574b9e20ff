const shellSyntax = /[|&;<>()$`*?[\]#~={}!\n]/;

/**
 * What to run for a typed command line. Plain words are the program and its arguments, quotes taken off; anything that needs a
 * shell (a pipe, a variable, a pattern) is given to one.
 */
export function parseCommandLine(text: string): string[] {
  const line = text.trim();
  if (line === '') return [];
  const words = shellSyntax.test(line) ? undefined : split(line);
  return words ?? ['/bin/sh', '-c', line];
}

/** The command line as a person would have typed it. */
export function formatCommandLine(command: readonly string[]): string {
  if (command.length === 3 && command[0] === '/bin/sh' && command[1] === '-c') return command[2] ?? '';
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

function split(line: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (quote === "'" && character !== quote) {
      word += character;
    } else if (character === '\\') {
      at++;
      // In double quotes a backslash stands for itself unless it takes the meaning from what follows.
      const next = line.charAt(at);
      word = (word ?? '') + (quote === '"' && next !== '"' && next !== '\\' ? `\\${next}` : next);
    } else if (quote) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return quote ? undefined : words;
}
