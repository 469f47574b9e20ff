import { runDispatch } from './cli.ts';

/** Builds once, before several workers would each find the build stale. */
export default async function build() {
  const { code, stdout, stderr } = await runDispatch(['--version'], { timeout: 300_000 });
  if (code !== 0) throw new Error(`./dispatch --version ended with ${code}:\n${stdout}${stderr}`);
}
