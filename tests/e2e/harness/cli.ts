import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../../..');

export type Outcome = { code: number | null; stdout: string; stderr: string };

export type RunOptions = {
  env?: Record<string, string | undefined>;
  cwd?: string;
  input?: string;
  timeout?: number;
};

/** Runs the command of the repository's root to its end. */
export function runDispatch(args: string[], options: RunOptions = {}): Promise<Outcome> {
  return runProgram(resolve(root, 'dispatch'), args, options);
}

export function runProgram(
  program: string,
  args: string[],
  { env = {}, cwd = root, input, timeout = 30_000 }: RunOptions = {},
): Promise<Outcome> {
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, env: { ...ownEnvironment(), ...env }, stdio: ['pipe', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);

    const limit = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`${program} ${args.join(' ')} did not end in ${timeout} ms:\n${stdout}${stderr}`));
    }, timeout);
    child.on('error', fail);
    child.on('close', (code) => {
      clearTimeout(limit);
      done({ code, stdout, stderr });
    });
  });
}

/** What the tests were started with, less what would lead them to someone's own data or key. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (name.startsWith('DISPATCH_') || name === 'TERMINAL_KEY') delete env[name];
  }
  return { ...env, SHELL: '/bin/bash', TERM: 'xterm-256color', NO_COLOR: '1', FORCE_COLOR: undefined };
}
