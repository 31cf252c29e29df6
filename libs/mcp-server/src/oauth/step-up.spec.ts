import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeUpstream, UPSTREAM_CLIENT_ID, UPSTREAM_CLIENT_SECRET } from '@repo/auth/testing';
import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';
import type { Browser } from '../testing/browser.fixture';
import { InvoicesModule } from '../testing/invoices.fixture';
import { PersonClient, REDIRECT_URI } from '../testing/person.fixture';

@Injectable()
class Greetings {
  @Tool({ name: 'hello', description: 'Greets.' })
  hello() {
    return 'hello';
  }
}

@Module({ imports: [InvoicesModule], providers: [Greetings] })
class Features {}

const allow = (browser: Browser) => browser.press('yes');
type Connection = Awaited<ReturnType<PersonClient['connect']>>;
const textOf = async (client: Connection, name: string) =>
  ((await client.callTool({ name })).content[0] as { text: string }).text;

/** A person whose groups change, at a provider that tells them in its tokens. */
describe('a person who lacks a right', () => {
  /** What the provider says of the person. */
  const claims: { groups: string[] } = { groups: [] };
  let upstream: FakeUpstream;
  let folder: string;
  let api: TestApi;
  beforeAll(async () => {
    upstream = await FakeUpstream.start({ claims });
    folder = mkdtempSync(join(tmpdir(), 'step-up-'));
    const path = join(folder, 'sign-in.yaml');
    const settings = {
      providers: [{ id: 'there', issuer: upstream.issuer, clientId: UPSTREAM_CLIENT_ID }],
      grants: [
        { scopes: ['invoices:read'], groups: ['readers'] },
        { scopes: ['invoices:*'], groups: ['payments'] },
      ],
      clients: [{ id: 'known', name: 'A known program', redirectUris: [REDIRECT_URI] }],
    };
    // JSON is YAML, too.
    writeFileSync(path, JSON.stringify(settings));
    const environment = {
      ...{ AUTH_PROVIDERS: path, AUTH_CLIENT_SECRETS: `there=${UPSTREAM_CLIENT_SECRET}` },
      ...{ MCP_AUTH: 'required', MCP_BASE_SCOPES: 'invoices:read' },
    };
    api = await TestApi.start(environment, Features);
  });
  afterAll(async () => {
    await api.stop();
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => (claims.groups = ['readers']));

  it.each(['modern', 'legacy'] as const)(
    'has it as soon as the %s client asks again, once somebody has given it to them',
    async (era) => {
      const person = new PersonClient('known');
      const first = await person.connect(`${api.url}/mcp`, era, allow);
      expect(await textOf(first, 'read_invoice')).toBe('an invoice');

      // Refused, asked for, and not theirs to give.
      await expect(textOf(first, 'pay_invoice')).rejects.toThrow();
      expect(person.sentTo?.searchParams.get('scope')?.split(' ')).toContain('invoices:pay');
      await person.browser.open(person.sentTo!.href);
      expect(person.browser.text).toMatch(/not yours to give: <code>invoices:pay/);
      await allow(person.browser);
      const second = await person.finish(`${api.url}/mcp`, era);
      await expect(textOf(second, 'pay_invoice')).rejects.toThrow();

      claims.groups = ['payments'];
      await person.browser.open(person.sentTo!.href);
      expect(person.browser.text).toContain('<li><code>invoices:pay</code></li>');
      await allow(person.browser);
      const third = await person.finish(`${api.url}/mcp`, era);
      expect(await textOf(third, 'pay_invoice')).toBe('paid');
      expect(await textOf(third, 'read_invoice')).toBe('an invoice');
      await Promise.all([first.close(), second.close(), third.close()]);
    },
  );

  it('is let in with none at all, where the client asks for nothing', async () => {
    claims.groups = [];
    const browser = await authorized({});
    expect(browser.searchParams.get('code')).not.toBeNull();
  });

  it('is told so by a client that asks for nothing but what they lack', async () => {
    claims.groups = [];
    const { searchParams } = await authorized({ scope: 'invoices:pay' });
    expect(searchParams.get('error')).toBe('access_denied');
    expect(searchParams.get('error_description')).toContain('none of the rights');
  });

  /** Where the browser of a person ends who allows what a client asks for. */
  async function authorized(parameters: Record<string, string>): Promise<URL> {
    const { browser } = new PersonClient('known');
    const asked = new URLSearchParams({
      ...{ client_id: 'known', response_type: 'code', redirect_uri: REDIRECT_URI, state: 'x' },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
      ...parameters,
    });
    await browser.open(`${api.url}/oauth/authorize?${asked.toString()}`);
    await allow(browser);
    return new URL(browser.url);
  }
});
