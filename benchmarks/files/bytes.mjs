import { randomFillSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../terminal/dispatch-system.mjs';
import { ratio, row } from '../web/report.mjs';

/** One large file up and down, through server and runner and beside them through a bare Kestrel on the same disk. */
export async function bytes({ system, workspace, folder, quick, kestrel, start }) {
  const size = (quick ? 4 : 256) * 2 ** 20;
  const content = randomFillSync(Buffer.alloc(size));
  const [ours, bare] = ['ours', 'bare'].map((name) => join(folder, name));
  for (const place of [ours, bare]) {
    mkdirSync(place);
    writeFileSync(join(place, 'down'), content);
  }
  const files = await workspace(ours);
  const port = await freePort();
  const end = start(kestrel, bare, String(port));
  try {
    const own = { port: system.port, headers: { authorization: `Bearer ${system.key}` } };
    const other = { port, headers: {} };
    await answers(other);
    const rates = { down: [[], []], up: [[], []] };
    for (let i = 0; i < (quick ? 1 : 7); i++) {
      rates.down[0].push(await rate(size, () => get(own, `${files}/content?path=down`)));
      rates.down[1].push(await rate(size, () => get(other, '/down')));
      rates.up[0].push(await rate(size, () => put(own, `${files}/content?path=up`, content)));
      rates.up[1].push(await rate(size, () => put(other, '/up', content)));
    }
    return [
      row('a file is downloaded', rates.down[0], 'MB/s'),
      ratio('the same beside a bare Kestrel', rates.down[0], rates.down[1], '≥ 0.8'),
      row('a file is written, and on the disk', rates.up[0], 'MB/s'),
      ratio('the same beside a bare Kestrel', rates.up[0], rates.up[1], '≥ 0.8'),
    ];
  } finally {
    end();
  }
}

async function rate(size, act) {
  const started = performance.now();
  const moved = await act();
  if (moved !== size) throw new Error(`${moved} of ${size} bytes`);
  return size / 1e6 / ((performance.now() - started) / 1000);
}

function get({ port, headers }, path) {
  return new Promise((done, fail) => {
    request({ port, host: '127.0.0.1', path, headers }, (response) => {
      let length = 0;
      response.on('data', (chunk) => (length += chunk.length));
      response.on('end', () => done(length));
    })
      .on('error', fail)
      .end();
  });
}

function put({ port, headers }, path, content) {
  return new Promise((done, fail) => {
    const all = { ...headers, 'content-type': 'application/octet-stream', 'content-length': content.length };
    request({ port, host: '127.0.0.1', method: 'PUT', path, headers: all }, (response) => {
      response.resume();
      response.on('end', () =>
        response.statusCode < 300 ? done(content.length) : fail(new Error(`${path}: ${response.statusCode}`)),
      );
    })
      .on('error', fail)
      .end(content);
  });
}

async function answers(at) {
  for (let left = 100; ; left--) {
    try {
      return await get(at, '/down');
    } catch (error) {
      if (left === 0) throw error;
      await delay(100);
    }
  }
}
