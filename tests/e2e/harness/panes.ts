import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** The panes of a window and their tabs, as a person sees them. */
export class Panes {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Each pane's tabs, from left to right and then down; an asterisk after the one that is shown. `one two* | three*` */
  async shown(): Promise<string> {
    const bars = await this.#bars.evaluateAll((all) =>
      all.map((bar) => {
        const { left, top } = bar.getBoundingClientRect();
        const tabs = [...bar.querySelectorAll('li')].map((tab) => {
          const open = tab.querySelector('button');
          const name = open?.querySelector('.name')?.textContent ?? '';
          return name + (open?.getAttribute('aria-current') ? '*' : '');
        });
        return { left, top, text: tabs.join(' ') };
      }),
    );
    return bars
      .sort((a, b) => a.left - b.left || a.top - b.top)
      .map(({ text }) => text)
      .join(' | ');
  }

  async are(shown: string): Promise<void> {
    await expect.poll(() => this.shown()).toBe(shown);
  }

  tab(name: string): Locator {
    const tabs = this.#bars.getByRole('listitem');
    return tabs
      .filter({ has: this.#page.getByText(name, { exact: true }) })
      .getByRole('button')
      .first();
  }

  /** The terminal of a session that is shown. */
  terminal(name: string): Locator {
    return this.#page.getByRole('region', { name, exact: true }).getByTestId('terminal');
  }

  async see(name: string, text: string | RegExp): Promise<void> {
    await expect(this.terminal(name)).toHaveAttribute('data-state', 'live');
    await expect(this.terminal(name).locator('.xterm-rows')).toContainText(text);
  }

  /** Drags a tab to a place in the pane of a session, in shares of its width and height. */
  async drag(name: string, onto: string, at: { x: number; y: number }): Promise<void> {
    await this.dragOver(name, onto, at);
    await this.#page.mouse.up();
  }

  /** The same, without letting go. */
  async dragOver(name: string, onto: string, at: { x: number; y: number }): Promise<void> {
    const from = await this.tab(name).boundingBox();
    const to = await this.terminal(onto).boundingBox();
    if (!from || !to) throw new Error(`No tab ${name} or no pane of ${onto} is shown.`);
    await this.#page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await this.#page.mouse.down();
    await this.#page.mouse.move(to.x + to.width * 0.5, to.y + to.height * 0.5, { steps: 4 });
    await this.#page.mouse.move(to.x + to.width * at.x, to.y + to.height * at.y, { steps: 4 });
  }

  async choose(name: string, action: string | RegExp): Promise<void> {
    await this.tab(name).click({ button: 'right' });
    await this.#page.getByRole('menuitem', { name: action }).click();
  }

  get #bars(): Locator {
    return this.#page.getByRole('navigation', { name: /^Open sessions/ });
  }
}
