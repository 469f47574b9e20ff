import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';
import { styleSafeDocument } from './style-safe-document';

/** By device pixel ratio: a driver may draw at one and stay blank at another. */
const verdicts = new Map<number, Promise<boolean>>();

/** Whether WebGL really draws here. Only pixels show it: the API reports success on drivers that leave the screen blank. */
export function webglDraws(): Promise<boolean> {
  const ratio = window.devicePixelRatio;
  let verdict = verdicts.get(ratio);
  if (!verdict) {
    verdict = probe().catch(() => false);
    verdicts.set(ratio, verdict);
  }
  return verdict;
}

const background = [16, 16, 16] as const;
const ink = [240, 80, 160] as const;

/** Draws full blocks of a known colour in a corner that nobody sees, and looks for that colour. */
async function probe(): Promise<boolean> {
  if (!document.createElement('canvas').getContext('webgl2')) return false;
  const place = document.createElement('div');
  place.className = 'renderer-probe';
  Object.assign(place.style, {
    position: 'fixed',
    left: '0',
    top: '0',
    width: '80px',
    height: '24px',
    opacity: '0',
    pointerEvents: 'none',
  });
  place.inert = true;
  document.body.append(place);
  const safe = styleSafeDocument(document);
  const terminal = new Terminal({
    cols: 6,
    rows: 1,
    allowProposedApi: true,
    documentOverride: safe.document,
    theme: { background: hex(background), foreground: hex(ink), cursor: hex(background) },
  });
  try {
    terminal.open(place);
    // Keeps what was drawn, so that it can be read.
    terminal.loadAddon(new WebglAddon(true));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('nothing was drawn')), 1500);
      terminal.write('█████', () => {
        terminal.refresh(0, 0);
        requestAnimationFrame(() =>
          requestAnimationFrame(() => {
            clearTimeout(timer);
            resolve();
          }),
        );
      });
    });
    return [...place.querySelectorAll('canvas')].some((canvas) => shows(canvas));
  } finally {
    terminal.dispose();
    safe.dispose();
    place.remove();
  }
}

function shows(canvas: HTMLCanvasElement): boolean {
  if (canvas.width === 0 || canvas.height === 0) return false;
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  const context = copy.getContext('2d', { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let drawn = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (ink.every((part, channel) => Math.abs((data[at + channel] ?? 0) - part) < 24)) drawn++;
  }
  // Five of six cells are full blocks; a quarter of all pixels leaves room for gaps and scaling.
  return drawn > (copy.width * copy.height) / 4;
}

function hex(color: readonly number[]): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
