import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Browser } from './browser.fixture';

export const REDIRECT_URI = 'http://127.0.0.1:7/callback';

/** The identity provider of `identity-provider.mjs`, and a person at a browser before it. */
export class IdentityProvider {
  private constructor(
    private readonly child: ChildProcessWithoutNullStreams,
    readonly issuer: string,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const file = join(__dirname, 'identity-provider.mjs');
    const child = spawn(process.execPath, [file, REDIRECT_URI]);
    child.stderr.resume();
    for await (const line of createInterface(child.stdout)) {
      const [, issuer] = /^issuer (.+)$/.exec(line) ?? [];
      if (issuer !== undefined) return new IdentityProvider(child, issuer);
    }
    throw new Error('The identity provider did not start.');
  }

  /**
   * Does what a person does in a browser: follows redirects, keeps cookies, signs in and consents.
   *
   * @returns the parameters that the client is called back with
   */
  async signIn(authorization: URL): Promise<URLSearchParams> {
    const browser = new Browser(REDIRECT_URI);
    await browser.open(authorization.href);
    await this.pass(browser);
    return new URL(browser.url).searchParams;
  }

  /** Fills in its pages for sign-in and consent, as anybody, as long as they are of it. */
  async pass(browser: Browser): Promise<void> {
    while (browser.url.startsWith(this.issuer)) {
      const prompt = /name="prompt" value="([^"]+)"/.exec(browser.text)?.[1] ?? '';
      await browser.submit({ prompt, login: 'ann', password: 'any' });
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.stdin.end();
    await ended;
  }
}
