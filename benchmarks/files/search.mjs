import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { resolve } from 'node:path';
import { ratio, row } from '../web/report.mjs';

/** This repository with all that it ignores, its packages too: beside ripgrep with the same rules, whose lines nobody reads. */
export async function search({ system, workspace, quick }) {
  const repository = resolve('.');
  const files = await workspace(repository);
  const query = 'WebSocketSubprotocol';
  const own = [];
  const peers = [];
  for (let i = 0; i < (quick ? 2 : 12); i++) {
    // In turn, so that both have the same of a busy machine; the first round fills the system's cache.
    let started = performance.now();
    const found = await searched(system, `${files}/search`, {
      query,
      caseSensitive: true,
      ignored: true,
      limit: 20_000,
    });
    const mine = performance.now() - started;
    started = performance.now();
    const lines = ripgrep(repository, query);
    const theirs = performance.now() - started;
    if (found !== lines) throw new Error(`${found} lines were found, and ripgrep finds ${lines}`);
    if (i === 0 && !quick) continue;
    own.push(mine);
    peers.push(theirs);
  }
  return [
    row('this repository with its packages is searched', own, 'ms'),
    ratio('the same beside ripgrep itself', own, peers, '≤ 1.3'),
  ];
}

function ripgrep(folder, query) {
  const options = [
    '--no-config',
    '--hidden',
    '--no-ignore',
    '--case-sensitive',
    '--fixed-strings',
    '--max-filesize=16M',
  ];
  const output = execFileSync('rg', [...options, '--glob=!.git', '--no-heading', '--line-number', query, './'], {
    cwd: folder,
    maxBuffer: 2 ** 28,
  });
  return output.toString('latin1').split('\n').length - 1;
}

function searched(system, path, body) {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${system.key}`, 'content-type': 'application/json' };
    request({ port: system.port, host: '127.0.0.1', method: 'POST', path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        const lines = text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line));
        if (response.statusCode !== 200 || lines.at(-1).type !== 'done')
          fail(new Error(`${path}: ${text.slice(0, 300)}`));
        else done(lines.length - 1);
      });
    })
      .on('error', fail)
      .end(JSON.stringify(body));
  });
}
