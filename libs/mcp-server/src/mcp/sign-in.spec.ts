import { Tool, type ToolContext } from '@repo/mcp-core';
import {
  Client,
  ClientCredentialsProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { Injectable, Module } from '@nestjs/common';
import { TestApi } from '../testing/api.fixture';
import { IdentityProvider, REDIRECT_URI } from '../testing/identity-provider.fixture';

@Injectable()
class Invoices {
  @Tool({ name: 'read_invoice', description: 'Reads.', scopes: ['invoices:read'] })
  read(_input: object, { auth }: ToolContext) {
    return JSON.stringify([auth?.clientId, auth?.extra?.['subject'], auth?.token]);
  }

  @Tool({ name: 'pay_invoice', description: 'Pays.', scopes: ['invoices:pay'] })
  pay() {
    return 'paid';
  }
}

@Module({ providers: [Invoices] })
class InvoicesModule {}

/** A client that keeps its state in memory, and sends its person to the provider. */
class PersonAtClient implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URI;
  readonly clientMetadata = { client_name: 'test', redirect_uris: [REDIRECT_URI] };
  readonly authorizations: URL[] = [];
  private verifier = '';
  private discovered?: OAuthDiscoveryState;
  private kept?: StoredOAuthTokens;

  clientInformation() {
    return { client_id: 'person' };
  }

  tokens() {
    return this.kept;
  }

  saveTokens(tokens: StoredOAuthTokens): void {
    this.kept = tokens;
  }

  redirectToAuthorization(url: URL): void {
    this.authorizations.push(url);
  }

  saveDiscoveryState(state: OAuthDiscoveryState): void {
    this.discovered = state;
  }

  discoveryState() {
    return this.discovered;
  }

  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier;
  }

  codeVerifier(): string {
    return this.verifier;
  }
}

describe.each(['modern', 'legacy'] as const)('the official %s client', (era) => {
  let provider: IdentityProvider;
  let api: TestApi;
  beforeAll(async () => {
    provider = await IdentityProvider.start();
    const settings = {
      MCP_AUTH: 'required',
      JWT_ISSUER: provider.issuer,
      MCP_BASE_SCOPES: 'invoices:read',
    };
    api = await TestApi.start(settings, InvoicesModule);
  });
  afterAll(async () => {
    await api.stop();
    await provider.stop();
  });

  const mode = era === 'legacy' ? ('legacy' as const) : { pin: '2026-07-28' };
  const newClient = () =>
    new Client({ name: 'test', version: '0' }, { versionNegotiation: { mode } });
  const transportOf = (authProvider: OAuthClientProvider) =>
    new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), { authProvider });
  const textOf = async (result: Promise<{ content: unknown[] }>) =>
    ((await result).content[0] as { text: string }).text;

  it('finds its way from a 401 to a call, and to more scopes, for a person', async () => {
    const person = new PersonAtClient();
    const signInAndConnect = async () => {
      const first = transportOf(person);
      await expect(newClient().connect(first)).rejects.toThrow(UnauthorizedError);
      await first.finishAuth(await provider.signIn(person.authorizations.at(-1)!));
      const client = newClient();
      const transport = transportOf(person);
      await client.connect(transport);
      return { client, transport };
    };
    const { client, transport } = await signInAndConnect();

    const asked = person.authorizations[0]?.searchParams;
    expect(asked?.get('resource')).toBe(`${api.url}/mcp`);
    expect(asked?.get('code_challenge_method')).toBe('S256');
    expect(asked?.get('scope')).toBe('invoices:read');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('read_invoice');
    expect(tools.map(({ name }) => name)).not.toContain('pay_invoice');
    expect(await textOf(client.callTool({ name: 'read_invoice' }))).toBe('["person","ann",""]');

    // It is told what it lacks, asks for both scopes, and comes back.
    await expect(client.callTool({ name: 'pay_invoice' })).rejects.toThrow(UnauthorizedError);
    const stepUp = person.authorizations[1];
    const union = stepUp?.searchParams.get('scope')?.split(' ').sort();
    expect(union).toEqual(['invoices:pay', 'invoices:read']);
    await transport.finishAuth(await provider.signIn(stepUp!));
    expect(await textOf(client.callTool({ name: 'pay_invoice' }))).toBe('paid');
    expect(await textOf(client.callTool({ name: 'read_invoice' }))).toContain('ann');
    await client.close();
  });

  it('does so without a person, as a machine with a secret', async () => {
    const machine = new ClientCredentialsProvider({
      clientId: 'machine',
      clientSecret: 'the secret of the machine',
      expectedIssuer: provider.issuer,
    });
    const client = newClient();
    await client.connect(transportOf(machine));
    expect(await textOf(client.callTool({ name: 'read_invoice' }))).toBe(
      '["machine","machine",""]',
    );
    // The step up needs nobody: one call, two tokens.
    expect(await textOf(client.callTool({ name: 'pay_invoice' }))).toBe('paid');
    await client.close();
  });

  it('cannot use a token for another endpoint', async () => {
    const machine = new ClientCredentialsProvider({
      clientId: 'machine',
      clientSecret: 'the secret of the machine',
      expectedIssuer: provider.issuer,
    });
    const url = new URL(`${api.url}/mcp/protected`);
    const client = newClient();
    await client.connect(new StreamableHTTPClientTransport(url, { authProvider: machine }));
    const headers = { authorization: `Bearer ${machine.tokens()?.access_token}` };
    expect((await api.call('whoami', {}, { headers, path: '/mcp/protected' })).status).toBe(200);
    expect((await api.call('whoami', {}, { headers })).status).toBe(401);
    await client.close();
  });
});
