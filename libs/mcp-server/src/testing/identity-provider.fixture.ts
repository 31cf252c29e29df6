import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

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
    const browser = new Browser();
    let page = await browser.open(authorization.href);
    for (let steps = 0; steps < 4 && !page.url.startsWith(REDIRECT_URI); steps += 1) {
      const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
      if (action === undefined) throw new Error(`No form at ${page.url}: ${page.text}`);
      const form = new URLSearchParams({ prompt, login: 'ann', password: 'any' });
      page = await browser.open(new URL(action, page.url).href, form);
    }
    return new URL(page.url).searchParams;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.stdin.end();
    await ended;
  }
}

class Browser {
  private readonly cookies = new Map<string, string>();

  /** Follows redirects until there is a page, or the client's own address. */
  async open(url: string, form?: URLSearchParams): Promise<{ url: string; text: string }> {
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(url, {
      method: form === undefined ? 'GET' : 'POST',
      body: form,
      headers: { cookie },
      redirect: 'manual',
    });
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      this.cookies.set(name, value);
    }
    const location = answer.headers.get('location');
    const text = await answer.text();
    if (location === null) return { url, text };
    const next = new URL(location, url).href;
    return next.startsWith(REDIRECT_URI) ? { url: next, text: '' } : this.open(next);
  }
}
