/** What an icon of the page can be given. */
export interface BadgePlaces {
  readonly icon: HTMLLinkElement | null;
  readonly app: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
  /** The page's own icon, as SVG. */
  drawing(): Promise<string>;
}

const plain = '/favicon.svg';
const most = 9;

/** How many wait to be read, on the tab's icon and on the installed app's. */
export class Badge {
  readonly #places: BadgePlaces;
  #count = 0;

  constructor(places: BadgePlaces) {
    this.#places = places;
  }

  async show(count: number): Promise<void> {
    this.#count = count;
    const { app } = this.#places;
    // A browser may have them and refuse them.
    const done = count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.();
    done?.catch(() => undefined);
    await this.#draw(count);
  }

  async #draw(count: number): Promise<void> {
    const { icon, drawing } = this.#places;
    if (!icon) return;
    try {
      const href = count > 0 ? `data:image/svg+xml,${encodeURIComponent(withNumber(await drawing(), count))}` : plain;
      // Meanwhile it may be another number.
      if (count === this.#count) icon.href = href;
    } catch {
      // The title says it as well.
    }
  }
}

/** Larger than a dot, to be read at 16 pixels. */
function withNumber(drawing: string, count: number): string {
  const image = new DOMParser().parseFromString(drawing, 'image/svg+xml');
  const add = (name: string, attributes: Record<string, string | number>) => {
    const shape = image.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, String(value));
    image.documentElement.append(shape);
    return shape;
  };
  add('circle', { cx: 21, cy: 11, r: 11, fill: '#f0716a' });
  const place = { x: 21, y: 17, 'text-anchor': 'middle', fill: '#131417' };
  const number = add('text', { ...place, 'font-family': 'sans-serif', 'font-weight': 700, 'font-size': 18 });
  number.textContent = count > most ? '+' : String(count);
  return new XMLSerializer().serializeToString(image);
}
