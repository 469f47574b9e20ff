import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { BaselineSystem } from '../terminal/baseline-system.mjs';
import { newPage, shell, signedIn } from './browser.mjs';
import { ratio, row } from './report.mjs';

const lines = { quick: 50_000, whole: 400_000 };

/** `seq` floods one terminal: how long until its end is painted, and how far apart the paints are, beside a bare xterm.js page. */
export async function flood({ system, browser, quick }) {
  const count = quick ? lines.quick : lines.whole;
  const bare = new BaselineSystem();
  await bare.start();
  const files = await serveBarePage(bare.port);
  try {
    const times = { dispatch: [], bare: [] };
    const terminal = await system.open({ ...shell, name: 'flood' });
    await terminal.see('ready> ');
    const ours = await signedIn(system, browser, terminal.id);
    await ours.evaluate(() => window.bench.typeable('flood'));
    const theirs = await newPage(browser);
    await theirs.goto(files.url);
    await theirs.waitForFunction(() => document.querySelector('.xterm-rows')?.textContent.includes('ready>'));
    for (let round = 0; round < (quick ? 1 : 7); round++) {
      // One after the other, so that a slow moment of the machine meets both.
      times.dispatch.push(await one(ours, count, round));
      times.bare.push(await one(theirs, count, round));
    }
    const of = (kind, what) => times[kind].map((time) => time[what]);
    return [
      row(`\`seq 1 ${count}\` to its end painted`, of('dispatch', 'whole'), 'ms'),
      ratio('the same, beside a bare xterm.js page', of('dispatch', 'whole'), of('bare', 'whole')),
      row('from one paint to the next meanwhile', of('dispatch', 'between'), 'ms'),
      ratio('the same, beside a bare xterm.js page', of('dispatch', 'between'), of('bare', 'between'), '≤ 1.2×'),
    ];
  } finally {
    files.server.close();
    await bare.stop();
  }
}

async function one(page, count, round) {
  await page.bringToFront();
  await page.locator('.xterm-helper-textarea').first().focus();
  const mark = `all-printed-${round}`;
  await page.keyboard.type(`seq 1 ${count}; printf 'all-%s\\n' printed-${round}`);
  const measured = page.evaluate(watchPaints, mark);
  await page.keyboard.press('Enter');
  return measured;
}

/** Runs in the page: from now until the mark is painted, and how often something was painted until then. */
function watchPaints(mark) {
  return new Promise((resolve) => {
    const rows = document.querySelector('.xterm-rows');
    const start = performance.now();
    let paints = 0;
    let changed = false;
    const observer = new MutationObserver(() => (changed = true));
    observer.observe(rows, { childList: true, subtree: true, characterData: true });
    const frame = () => {
      if (changed) paints++;
      changed = false;
      if (!rows.textContent.includes(mark)) return requestAnimationFrame(frame);
      observer.disconnect();
      requestAnimationFrame(() => {
        const whole = performance.now() - start;
        resolve({ whole, between: whole / Math.max(1, paints) });
      });
    };
    requestAnimationFrame(frame);
  });
}

/** xterm.js with a socket, and nothing else. */
async function serveBarePage(port) {
  const file = (path) => readFileSync(`node_modules/@xterm/xterm/${path}`);
  const html = `<!doctype html><link rel="stylesheet" href="/css/xterm.css"><style>body{margin:0}#t{width:1190px;height:820px}</style>
    <div id="t"></div><script src="/lib/xterm.js"></script><script>
    const terminal = new Terminal({ cols: 148, rows: 48, fontSize: 13.34, lineHeight: 1.25, scrollback: 10000 });
    terminal.open(document.getElementById('t'));
    const socket = new WebSocket('ws://127.0.0.1:${port}/');
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => socket.send(JSON.stringify({ t: 'start', cols: 148, rows: 48, cwd: '/', command: ${JSON.stringify(shell.command)}, env: ${JSON.stringify(shell.env)} }));
    socket.onmessage = ({ data }) => terminal.write(new Uint8Array(data));
    terminal.onData((data) => socket.send(new TextEncoder().encode(data)));
    </script>`;
  const server = createServer((request, response) => {
    const path = request.url;
    if (path === '/') response.setHeader('content-type', 'text/html').end(html);
    else if (path === '/lib/xterm.js') response.setHeader('content-type', 'text/javascript').end(file('lib/xterm.js'));
    else if (path === '/css/xterm.css') response.setHeader('content-type', 'text/css').end(file('css/xterm.css'));
    else response.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}
