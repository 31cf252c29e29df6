/** What a person's browser does: keeps cookies, follows redirects, fills in the forms of pages. */
export class Browser {
  /** By origin, path and name. */
  private readonly cookies = new Map<string, { path: string; pair: string }>();
  /** Where it is, and what it shows. */
  url = '';
  status = 0;
  text = '';
  headers = new Headers();

  /** @param elsewhere where it stops: it does not open what begins so */
  constructor(private readonly elsewhere: string) {}

  /** Opens an address, and goes where it leads. */
  async open(url: string, request: RequestInit = {}): Promise<void> {
    let next: { url: string; request: RequestInit } = { url, request };
    for (let count = 0; count < 20; count += 1) {
      this.url = next.url;
      if (next.url.startsWith(this.elsewhere)) return;
      const headers = new Headers(next.request.headers);
      headers.set('cookie', this.cookiesFor(next.url));
      const answer = await fetch(next.url, { ...next.request, headers, redirect: 'manual' });
      this.keepCookies(next.url, answer.headers);
      const location = answer.headers.get('location');
      if (location === null || answer.status < 300 || answer.status > 399) {
        this.status = answer.status;
        this.headers = answer.headers;
        this.text = await answer.text();
        const [, onward] =
          /<meta http-equiv="refresh" content="0;url=([^"]+)"/.exec(this.text) ?? [];
        if (onward === undefined) return;
        next = { url: new URL(unescaped(onward), next.url).href, request: {} };
        continue;
      }
      await answer.body?.cancel();
      next = { url: new URL(location, next.url).href, request: {} };
    }
    throw new Error(`${url} leads round in a circle.`);
  }

  /** Presses the button with a value, of the form that has it. */
  async press(value: string, more: Record<string, string> = {}): Promise<void> {
    const forms = [...this.text.matchAll(/<form method="(\w+)" action="([^"]+)">(.*?)<\/form>/gs)];
    const [, method = '', action = '', inner = ''] =
      forms.find(([whole]) => whole.includes(value)) ?? [];
    if (action === '') throw new Error(`There is no button ${value} at ${this.url}:\n${this.text}`);
    const url = new URL(action, this.url);
    if (method === 'get') return this.open(url.href);
    const [, name = ''] = new RegExp(`name="(\\w+)" value="${value}"`).exec(inner) ?? [];
    const hidden = [...inner.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const fields = Object.fromEntries(hidden.map(([, key = '', text = '']) => [key, text]));
    return this.open(url.href, {
      method: 'POST',
      body: new URLSearchParams({ ...fields, [name]: value }),
      headers: { origin: url.origin, 'sec-fetch-site': 'same-origin', ...more },
    });
  }

  /** Sends the form of this address from its page, and does not go on from there. */
  send(action: string, method = 'POST'): Promise<Response> {
    const url = new URL(action, this.url);
    const headers = {
      ...{ cookie: this.cookiesFor(url.href), origin: url.origin },
      'sec-fetch-site': 'same-origin',
    };
    const body = method === 'POST' ? new URLSearchParams() : null;
    return fetch(url, { method, headers, body, redirect: 'manual' });
  }

  /** Sends the only form of the page, with these fields. */
  submit(fields: Record<string, string>): Promise<void> {
    const [, action] = /<form[^>]*action="([^"]+)"/.exec(this.text) ?? [];
    if (action === undefined) throw new Error(`There is no form at ${this.url}:\n${this.text}`);
    const url = new URL(action, this.url).href;
    return this.open(url, { method: 'POST', body: new URLSearchParams(fields) });
  }

  /** Puts a cookie where an attacker could: from a neighbouring host, or by an unprotected network. */
  plant(url: string, path: string, pair: string): void {
    this.cookies.set(`${new URL(url).host} ${path} ${pair.split('=')[0]}`, { path, pair });
  }

  /** The cookies that it would send there: of one name those of the longer path first (RFC 6265, 5.4). */
  cookiesFor(url: string): string {
    const { host, pathname } = new URL(url);
    return [...this.cookies]
      .filter(([key, { path }]) => key.startsWith(`${host} `) && pathname.startsWith(path))
      .sort(([, one], [, other]) => other.path.length - one.path.length)
      .map(([, { pair }]) => pair)
      .join('; ');
  }

  private keepCookies(url: string, headers: Headers): void {
    const { host } = new URL(url);
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const path = /;\s*path=([^;]+)/i.exec(line)?.[1] ?? '/';
      const key = `${host} ${path} ${pair.split('=')[0]}`;
      if (/expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(key);
      else this.cookies.set(key, { path, pair });
    }
  }
}

const unescaped = (html: string): string =>
  html.replace(/&#(\d+);/g, (_whole, code: string) => String.fromCharCode(Number(code)));
