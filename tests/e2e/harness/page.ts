import { expect, type Browser, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { Dispatch } from './dispatch.ts';
import { mustNotBeLogged } from './leaks.ts';

/** The page as a person sees it. */
export class DispatchPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A browser of its own, signed in by a fresh link. */
  static async signedIn(
    dispatch: Dispatch,
    browser: Browser,
    options: Parameters<Browser['newContext']>[0] = {},
  ): Promise<DispatchPage> {
    const context = await browser.newContext(options);
    return DispatchPage.signInto(dispatch, context);
  }

  static async signInto(dispatch: Dispatch, context: BrowserContext): Promise<DispatchPage> {
    const page = new DispatchPage(await context.newPage());
    await page.follow(await dispatch.signInLink());
    return page;
  }

  async follow(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.newTerminal).toBeVisible();
    for (const cookie of await this.page.context().cookies()) mustNotBeLogged(cookie.value);
  }

  get newTerminal(): Locator {
    return this.page.getByRole('button', { name: 'New terminal', exact: true }).first();
  }

  /** The terminal that is shown, drawn as text. */
  get terminal(): Locator {
    return this.page.getByTestId('terminal').filter({ visible: true });
  }

  get screen(): Locator {
    return this.terminal.locator('.xterm-rows');
  }

  /** In the session list; a tab is called the same. */
  row(name: string): Locator {
    const rows = this.page.getByRole('listitem').filter({ has: this.page.locator('[data-row]') });
    return rows.filter({ has: this.page.getByText(name, { exact: true }) });
  }

  async openTerminal(): Promise<void> {
    await this.newTerminal.click();
    await this.live();
    await expect(this.screen).toContainText(/[#$]/);
  }

  async live(): Promise<void> {
    await expect(this.terminal).toHaveAttribute('data-state', 'live', { timeout: 30_000 });
  }

  /** Types a line into the terminal, as keys. */
  async line(text: string): Promise<void> {
    mustNotBeLogged(text);
    await this.terminal.click();
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  async sees(text: string | RegExp): Promise<void> {
    await expect(this.screen).toContainText(text);
  }

  /** Scrolls back until a line of the past is on the screen. */
  async seesInThePast(text: string): Promise<void> {
    await this.terminal.click();
    await expect(async () => {
      await this.page.keyboard.press('Shift+PageUp');
      await expect(this.screen).toContainText(text, { timeout: 250 });
    }).toPass({ intervals: [50], timeout: 20_000 });
  }

  async chooseFor(name: string, action: string | RegExp): Promise<void> {
    const row = this.row(name);
    await row.hover();
    await row.getByRole('button', { name: `Actions for ${name}` }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
}
