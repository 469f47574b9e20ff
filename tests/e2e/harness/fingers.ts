import type { CDPSession, Page } from '@playwright/test';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Fingers on a page, as the browser has them from a touch screen. */
export class Fingers {
  readonly #session: CDPSession;
  #at: readonly Point[] = [];

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async on(page: Page): Promise<Fingers> {
    return new Fingers(await page.context().newCDPSession(page));
  }

  async down(...at: Point[]): Promise<void> {
    this.#at = at;
    await this.#send('touchStart');
  }

  /** In small steps, each as far as the others. */
  async move(...to: Point[]): Promise<void> {
    const from = this.#at;
    const steps = 8;
    for (let step = 1; step <= steps; step++) {
      const between = (one: number, other: number) => one + ((other - one) * step) / steps;
      this.#at = to.map((point, finger) => ({
        x: between(from[finger]!.x, point.x),
        y: between(from[finger]!.y, point.y),
      }));
      await this.#send('touchMove');
    }
  }

  async up(): Promise<void> {
    this.#at = [];
    await this.#send('touchEnd');
  }

  async #send(type: 'touchStart' | 'touchMove' | 'touchEnd'): Promise<void> {
    const touchPoints = this.#at.map(({ x, y }, id) => ({ x, y, id }));
    await this.#session.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}
