// What the tests need besides the prerequisites: npm packages, and from Debian Chromium with fonts, Firefox, PostgreSQL, shells.
import { existsSync, statSync } from 'node:fs';
import { run } from './processes.mjs';
import { verdictOf } from './results.mjs';

export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';

const installed = 'node_modules/.package-lock.json';

const tools = [
  { packages: ['chromium', 'fonts-noto-cjk', 'fonts-noto-color-emoji'], isThere: hasChromium },
  { packages: ['firefox-esr'], isThere: () => existsSync('/usr/bin/firefox-esr') },
  { packages: ['postgresql'], isThere: () => existsSync('/usr/lib/postgresql/15/bin/initdb') },
  { packages: ['bubblewrap'], isThere: () => existsSync('/usr/bin/bwrap') },
  { packages: ['zsh'], isThere: () => existsSync('/usr/bin/zsh') },
  { packages: ['fish'], isThere: () => existsSync('/usr/bin/fish') },
];

export async function npmPackages() {
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync('package-lock.json').mtimeMs;
  return fresh ? { passed: 1 } : verdictOf(await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']));
}

/** Installed when missing and possible, all at once as apt lets one work at a time; else a line that says what to do, and one skip. */
export async function debianPackages() {
  const missing = tools.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return { passed: 1 };

  const names = missing.flatMap(({ packages }) => packages);
  const how = `apt-get install ${names.join(' ')}`;
  if (process.getuid() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return { skipped: 1, output: `missing, and this account may not install it: ${how}` };
  }

  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const update = await run('apt-get', ['update', '-q'], { env });
  const patient = ['-o', 'DPkg::Lock::Timeout=120'];
  const install = await run('apt-get', ['install', '-q', '-y', ...patient, '--no-install-recommends', ...names], {
    env,
  });
  return install.code === 0 && missing.every(({ isThere }) => isThere())
    ? { passed: 1 }
    : { skipped: 1, output: `could not be installed (${how}): ${lastLine(install.output) || lastLine(update.output)}` };
}

export function hasChromium() {
  return existsSync(chromium);
}

function lastLine(text) {
  return text.trimEnd().split('\n').at(-1);
}
