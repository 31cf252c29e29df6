/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import { formOf, StoredClientsOfTest } from '../../../serverless/src/testing/clients.fixture';
import { PLATFORMS } from '../../../serverless/build/platforms';
import { hasLambdaRuntime, installRuntimes } from '../../../serverless/local/install-runtimes';
import { type FunctionProcess, startFunction } from './function-process';

installRuntimes();

let stored: StoredClientsOfTest;
let client: { readonly id: string; readonly secret: string };
let key: string;
beforeAll(async () => {
  stored = await StoredClientsOfTest.start();
  client = await stored.create('machine');
  ({ key } = await stored.key(client.id));
});
afterAll(() => stored.stop());

describe.each(PLATFORMS)('a stored client at the bundle for %s', (platform) => {
  // In CI nothing may be left out: there it fails.
  if (platform === 'aws-lambda' && !hasLambdaRuntime() && process.env['CI'] === undefined) {
    it.skip('is left out: aws-lambda-ric could not be compiled here', () => undefined);
    return;
  }

  let served: FunctionProcess;
  beforeAll(async () => {
    served = await startFunction(platform, { DATABASE_URL: stored.database.url });
  }, 6 * 60_000);
  afterAll(() => served.process.stop());

  const statusWith = async (credential: string): Promise<number> => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { name: 'test_simple_text', arguments: {}, _meta };
    const { status } = await fetch(new URL('/mcp/protected', served.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${credential}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'test_simple_text',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    return status;
  };

  it('calls with its key, and with a token of the function', async () => {
    expect(await statusWith(key)).toBe(200);
    const answer = await fetch(new URL('/oauth/token', served.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: formOf(client.id, client.secret),
    });
    expect(answer.status).toBe(200);
    const { access_token: token } = (await answer.json()) as { access_token: string };
    expect(await statusWith(token)).toBe(200);
  });

  it('is recorded', async () => {
    expect(await statusWith(key)).toBe(200);
    const calledBy = () =>
      stored.database.dataSource.query<object[]>(
        'SELECT FROM audit_record WHERE client_id = $1 LIMIT 1',
        [client.id],
      );
    expect(await calledBy()).toHaveLength(1);
  });

  it('is refused with a key that is none', async () => {
    expect(await statusWith(`${key}x`)).toBe(401);
  });
});
