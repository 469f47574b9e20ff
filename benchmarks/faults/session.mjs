import { CommandLedger, missing, PrintedCommands } from './checks/commands.mjs';
import { NumberedLines } from './checks/numbered-lines.mjs';
import { compare } from './checks/seen.mjs';
import { Client } from './client.mjs';

// Five hundred lines a second, without a process for each pause: nobody types, so that read only waits.
const printing = 'i=0; while :; do for ((k = 0; k < 50; k++)); do echo "line $((++i))"; done; read -rt 0.1; done';
const commandEvery = 200;
const mostInFlight = 16;

/** A terminal that prints numbered lines, or a shell that is sent numbered commands, with two clients. */
export class Session {
  ledger;
  clients = [];
  /** How a client attaches. */
  address;
  #info;
  #commander;

  static async open(system, proxy, kind) {
    const session = new Session();
    const command =
      kind === 'shell' ? ['bash', '--norc', '--noprofile', '--noediting', '-i'] : ['bash', '-c', printing];
    session.#info = await system.create({ name: kind, command, shellIntegration: false, cols: 80, rows: 24 });
    if (session.#info.state !== 'running') throw new Error(`a ${kind} did not start: ${session.#info.reason}`);
    if (kind === 'shell') session.ledger = new CommandLedger();

    const url = `ws://127.0.0.1:${proxy.port}/api/workspaces/default/sessions/${session.#info.id}/attach`;
    const headers = { authorization: `Bearer ${system.key}`, host: `127.0.0.1:${system.port}` };
    session.address = { url, headers };
    for (let i = 0; i < 2; i++)
      session.clients.push(new Client({ url, headers, view: session.newView(), ledger: session.ledger }));
    if (kind === 'shell') session.#commander = setInterval(() => session.#command(), commandEvery);
    return session;
  }

  get id() {
    return this.#info.id;
  }

  get pid() {
    return this.#info.pid;
  }

  newView() {
    return this.ledger ? new PrintedCommands() : new NumberedLines();
  }

  /** Takes the commands confirmed since the last time, and gives a way to ask which of them a client has still not seen run. */
  commandsDue() {
    const due = this.ledger?.takeDue() ?? [];
    return () => [...new Set(this.clients.flatMap(({ view }) => missing(due, view)))];
  }

  /** What the clients saw since the last time, beside the log. */
  async compareWithLog(system) {
    const taken = this.clients.map((client) => client.unchecked.splice(0));
    const frames = taken.flat();
    if (frames.length === 0) return { seen: 0, kept: 0, wrong: [] };

    const first = Math.min(...frames.map((frame) => frame.first));
    const last = Math.max(...frames.map((frame) => frame.last));
    const log = await system.events(this.id, first - 1, last);
    const results = taken.map((seen) => compare(seen, log));
    return {
      seen: results.reduce((sum, { seen }) => sum + seen, 0),
      kept: results.reduce((sum, { kept }) => sum + kept, 0),
      wrong: results.flatMap(({ wrong }) => wrong),
    };
  }

  /** Sends no more commands. */
  rest() {
    clearInterval(this.#commander);
  }

  close() {
    this.rest();
    for (const client of this.clients) client.close();
  }

  #command() {
    const [writer] = this.clients;
    if (!writer.live || writer.inFlight >= mostInFlight) return;
    const number = this.ledger.next();
    writer.command(number, `printf '<ran %d>\\n' ${number}\r`);
  }
}
