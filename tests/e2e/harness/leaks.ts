import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Shorter ones could be in a log by chance. */
const telling = 16;

const noted = new Set<string>();

/** Something that no log may hold: typed input, a token, a cookie. */
export function mustNotBeLogged(text: string): void {
  const line = text.trim();
  if (line.length >= telling) noted.add(line);
}

/** What the log files of a data folder hold though they mustn't, named without repeating it. */
export function leaksIn(data: string): string[] {
  const folder = join(data, 'logs');
  if (!existsSync(folder)) return [];
  const key = join(data, 'key');
  const secrets = [...noted, ...(existsSync(key) ? [readFileSync(key, 'utf8').trim()] : [])];
  return readdirSync(folder).flatMap((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const leaks = secrets
      .filter((secret) => text.includes(secret))
      .map((secret) => `${secret.slice(0, 4)}… in ${name}`);
    if (/eyJ[\w-]+\.eyJ/.test(text)) leaks.push(`a token in ${name}`);
    return leaks;
  });
}
