import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const packages = { '@agentclientprotocol/claude-agent-acp': '0.101.0' };
const patience = 300_000;

/** Where agents are kept between runs: outside of the repository, 400 MB. */
const cache = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'dispatch-tests',
  'claude-agent-acp-0.101.0',
);

/** The folder of the agents' programs; or why there is none, in a line. Installed by npm when it isn't there yet. */
export async function install(): Promise<{ bin: string } | { missing: string }> {
  const bin = join(cache, 'node_modules', '.bin');
  if (existsSync(join(bin, 'claude-agent-acp'))) return { bin };

  // Beside it, and put in its place once it is whole: a run that is stopped leaves nothing half.
  const draft = `${cache}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  writeFileSync(join(draft, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  try {
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    await promisify(execFile)('npm', ['install', ...options], { cwd: draft, timeout: patience });
    rmSync(cache, { recursive: true, force: true });
    renameSync(draft, cache);
    return { bin };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    const said = (error as { stderr?: string }).stderr?.trim().split('\n')[0] ?? String(error);
    const why = `npm can't install ${Object.keys(packages).join(', ')} (${said})`;
    console.log(why);
    return { missing: why };
  }
}
