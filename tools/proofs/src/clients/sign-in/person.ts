import { eventually } from '@repo/foundation/testing';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Milliseconds for a page. */
const TIMEOUT_MS = 20_000;
/** Pages that a sign-in has at most. */
const MAX_STEPS = 12;

/** It looks for nothing on the network but what it opens. */
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

export const PERSON = 'ann';

/** Somebody at a real browser, who signs in wherever a client sends them, and lets it act for them. */
export class Person {
  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    private readonly origins: readonly string[],
  ) {}

  /** @param origins of the pages that they are to fill in; elsewhere is the client */
  static async start(origins: readonly string[]): Promise<Person> {
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: ARGUMENTS });
    return new Person(browser, await browser.newContext(), origins);
  }

  /** Goes where a client sends them, until they are back at it. @returns the pages they saw */
  async visit(url: string): Promise<readonly string[]> {
    const page = await this.context.newPage();
    page.setDefaultTimeout(TIMEOUT_MS);
    const seen: string[] = [];
    let asked = url;
    page.on('request', (request) => {
      if (request.isNavigationRequest()) asked = request.url();
    });
    try {
      await page.goto(url);
      while (this.isToFillIn(page)) {
        seen.push(await page.title());
        if (seen.length > MAX_STEPS) throw new Error(`It goes round in a circle: ${page.url()}`);
        await this.fillIn(page);
      }
      await eventually(() => this.isShown(page, asked));
      return seen;
    } finally {
      await page.close();
    }
  }

  stop(): Promise<void> {
    return this.browser.close();
  }

  /** A program may show an address before it listens for who comes back: a person loads it again. */
  private async isShown(page: Page, url: string): Promise<void> {
    if (page.url().startsWith('chrome-error:')) await page.goto(url);
  }

  private isToFillIn(page: Page): boolean {
    return this.origins.includes(new URL(page.url()).origin);
  }

  private async fillIn(page: Page): Promise<void> {
    const login = page.locator('input[name="login"]');
    if ((await login.count()) > 0) {
      await login.fill(PERSON);
      await page.locator('input[name="password"]').fill('any');
    }
    const button = page.locator('button[value="yes"], button.first, button[type="submit"]').first();
    if ((await button.count()) === 0) {
      throw new Error(`Nothing to press at ${page.url()}: ${await page.innerText('body')}`);
    }
    await Promise.all([page.waitForEvent('framenavigated'), button.click()]);
    await page.waitForLoadState();
  }
}
