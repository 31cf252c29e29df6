import { generateKeyPairSync } from 'node:crypto';
import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { AdministeredApi, type Made } from '../testing/admin.fixture';
import { InvoicesModule } from '../testing/invoices.fixture';

describe.each([
  ['modern', 'a secret'],
  ['legacy', 'a private key'],
])('the official %s client as a machine, of a server with %s', (era, signing) => {
  let system: AdministeredApi;
  let made: Made;
  beforeAll(async () => {
    const environment = { MCP_AUTH: 'required', MCP_BASE_SCOPES: 'invoices:read' };
    const key = signing === 'a secret' ? undefined : { JWT_PRIVATE_KEY: privateKey() };
    system = await AdministeredApi.start({ ...environment, ...key }, { features: InvoicesModule });
    made = await system.admin('POST', '', { name: 'sdk', scopes: ['invoices:*'] });
  });
  afterAll(() => system.stop());

  it('finds its way from a 401 to a token, to a call, and to more scopes', async () => {
    const { url } = system.api;
    const authProvider = new ClientCredentialsProvider({
      clientId: made.id,
      clientSecret: made.secret,
      expectedIssuer: url,
    });
    const mode = era === 'legacy' ? ('legacy' as const) : { pin: '2026-07-28' };
    const client = new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
    await client.connect(
      new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { authProvider }),
    );
    expect(authProvider.tokens()?.scope).toBe('invoices:read');
    const textOf = async (name: string) =>
      ((await client.callTool({ name })).content[0] as { text: string }).text;
    expect(await textOf('read_invoice')).toBe('an invoice');
    expect(await textOf('pay_invoice')).toBe('paid');
    await client.close();
  });
});

function privateKey(): string {
  const { privateKey: key } = generateKeyPairSync('ed25519');
  return key.export({ format: 'pem', type: 'pkcs8' }).toString();
}
