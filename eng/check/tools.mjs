// What the tests need besides the prerequisites: npm packages, Chromium with fonts, PostgreSQL, shells.
import { existsSync, statSync } from 'node:fs';
import { run } from './processes.mjs';
import { verdictOf } from './results.mjs';

const installed = 'node_modules/.package-lock.json';

export async function npmPackages() {
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;
  return fresh ? { passed: 1 } : verdictOf(await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
}

/** Debian packages: installed when missing and possible, else a line that says what to do and one skip. */
export function debianPackages(names, isThere) {
  return async () => {
    if (isThere()) return { passed: 1 };
    const how = `apt-get install ${names.join(' ')}`;
    if (process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) {
      return { skipped: 1, output: `missing, and this account may not install it: ${how}` };
    }

    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update', '-q'], { env });
    const install = await run('apt-get', ['install', '-q', '-y', '--no-install-recommends', ...names], { env });
    return install.code === 0 && isThere()
      ? { passed: 1 }
      : {
          skipped: 1,
          output: `could not be installed (${how}): ${lastLine(install.output) || lastLine(update.output)}`,
        };
  };
}

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

export function hasChromium() {
  return existsSync(chromium);
}

export function hasPostgres() {
  return existsSync('/usr/lib/postgresql/15/bin/initdb');
}

export function hasShells() {
  return ['bash', 'zsh', 'fish'].every((shell) => existsSync(`/usr/bin/${shell}`));
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}
