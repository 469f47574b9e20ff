import { WebglAddon } from '@xterm/addon-webgl';
import { Terminal } from '@xterm/xterm';

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

const cols = 8;
const rows = 4;

/** Draws full blocks of a known colour into the upper left quarter of a terminal that nobody sees, and looks for them there. */
async function probe(): Promise<boolean> {
  if (!document.createElement('canvas').getContext('webgl2')) return false;
  const place = document.createElement('div');
  Object.assign(place.style, { position: 'fixed', left: '0', top: '0', opacity: '0', pointerEvents: 'none' });
  place.inert = true;
  document.body.append(place);
  const terminal = new Terminal({
    cols,
    rows,
    allowProposedApi: true,
    theme: { background: hex(background), foreground: hex(ink), cursor: hex(background) },
  });
  try {
    terminal.open(place);
    // Keeps what was drawn, so that it can be read.
    terminal.loadAddon(new WebglAddon(true));
    const blocks = '█'.repeat(cols / 2);
    await new Promise<void>((resolve) => terminal.write(`${blocks}\r\n${blocks}`, resolve));
    // The canvas takes the device's pixels a frame after it was laid out; that is where some drivers go wrong.
    for (let frame = 0; frame < 4; frame++) await nextFrame();
    terminal.refresh(0, rows - 1);
    await nextFrame();
    await nextFrame();
    return [...place.querySelectorAll('canvas')].some(showsTheQuarter);
  } finally {
    terminal.dispose();
    place.remove();
  }
}

/** A hidden page draws no frames; the timer keeps the question from waiting for ever. */
function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 200);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function showsTheQuarter(canvas: HTMLCanvasElement): boolean {
  const { width, height } = canvas;
  const copy = document.createElement('canvas');
  Object.assign(copy, { width, height });
  const context = copy.getContext('2d', { willReadFrequently: true });
  if (!context || width < 2 || height < 2) return false;
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  let inside = 0;
  let outside = 0;
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (!ink.every((part, channel) => Math.abs((data[pixel * 4 + channel] ?? 0) - part) < 24)) continue;
    if (pixel % width < width / 2 && pixel < (width * height) / 2) inside++;
    else outside++;
  }
  // Gaps between lines and the margins of rounding are background.
  const quarter = (width * height) / 4;
  return inside > quarter * 0.6 && outside < quarter * 0.1;
}

function hex(color: readonly number[]): string {
  return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
