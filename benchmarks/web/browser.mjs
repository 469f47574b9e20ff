import { chromium } from '@playwright/test';

const chrome = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Drawn as text, on both sides of a comparison: what is on the screen can then be read.
  '--disable-3d-apis',
];

export const shell = { command: ['bash', '--norc', '--noprofile', '-i'], env: { PS1: 'ready> ' }, cols: 80, rows: 24 };

export async function withBrowser(action) {
  const browser = await chromium.launch({
    executablePath: process.env.DISPATCH_CHROMIUM ?? '/usr/bin/chromium',
    args: chrome,
  });
  try {
    return await action(browser);
  } finally {
    await browser.close();
  }
}

/** A browser of its own, signed in, on the session if one is named. */
export async function signedIn(system, browser, id) {
  const page = await newPage(browser);
  await page.goto(await link(system, id));
  await page.locator('[data-row]').first().waitFor();
  return page;
}

export async function newPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(watch);
  return page;
}

export async function link(system, id) {
  const { url } = await system.call('POST', '/api/sign-in-links');
  return id === undefined ? url : url.replace('/sign-in', `/sign-in/w/default/s/${id}`);
}

/** Opens each session in a tab of its own, the last one shown. */
export async function openAll(page, names) {
  for (const name of names) {
    await page.locator('[data-row]').filter({ hasText: name }).first().click();
    await page.evaluate((shown) => window.bench.typeable(shown), name);
  }
}

/** Runs in the page: tells when something is on the screen. */
function watch() {
  const pane = (name) => document.querySelector(`section[aria-label="${name}"]:not([hidden])`);
  /** The time of the first frame after which the condition held, once that frame is painted. */
  const painted = (holds) =>
    new Promise((resolve) => {
      const look = () => {
        if (!holds()) return requestAnimationFrame(look);
        // The frame that is being made shows it; a message comes right after it was painted.
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        requestAnimationFrame(() => port2.postMessage(null));
      };
      requestAnimationFrame(look);
    });
  const live = (name) => {
    const terminal = pane(name)?.querySelector('[data-testid=terminal]');
    return (
      terminal?.dataset.state === 'live' &&
      terminal.contains(document.activeElement) &&
      terminal.checkVisibility() &&
      terminal.querySelector('.xterm-rows')?.textContent.includes('ready>')
    );
  };
  window.bench = {
    painted,
    typeable: (name) => painted(() => live(name)),
    shows: (name, text) =>
      painted(() => pane(name)?.querySelector('.xterm-rows')?.textContent.replaceAll(/\s/g, '').includes(text)),
    /** From the press on a tab until its session can be typed into and is painted. */
    async switchTo(name) {
      const tab = [...document.querySelectorAll('nav[data-group] li button')].find(
        (button) => button.querySelector('.name')?.textContent === name,
      );
      const start = performance.now();
      tab.click();
      return (await window.bench.typeable(name)) - start;
    },
  };
}
