import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

export const modelKey = 'sk-scripted-real-0123456789';

/** The scripted model server of tests/scripted-model, in a process of its own. */
export class ScriptedModel {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.url = url;
  }

  static async start(): Promise<ScriptedModel> {
    const program = resolve(import.meta.dirname, '../../scripted-model/server.mjs');
    const child = spawn(process.execPath, [program, '--key', modelKey, '--until-stdin-ends'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return new ScriptedModel(child, (JSON.parse(line) as { url: string }).url);
  }

  async requests(): Promise<{ method: string; path: string; headers: Record<string, string> }[]> {
    const response = await fetch(`${this.url}/scripted/requests`);
    return (await response.json()) as { method: string; path: string; headers: Record<string, string> }[];
  }

  stop(): void {
    this.#process.kill();
  }
}
