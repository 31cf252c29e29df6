import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { ChildProcess } from '@repo/api-e2e';
import { hasLambdaRuntime, installRuntimes } from '@repo/serverless/runtimes';
import { StoredClientsOfTest } from '@repo/serverless/stored-clients';
import { lambdaEnvironment } from '../environment/lambda-environment';
import { workspace } from '../workspace';

const SERVE = 'apps/serverless/local/serve.cli.ts';

/** The function's own address, which CloudFront calls too: it cannot pass on its viewer's Host. */
const FUNCTION_URL_HOST = 'abcdefghij.lambda-url.eu-central-1.on.aws';

const { PUBLIC_URL = '', ...variables } = lambdaEnvironment('production').variables;

// The first use compiles Lambda's, which takes a minute.
installRuntimes();
// In CI nothing may be left out: there it fails.
const suite = hasLambdaRuntime() || process.env['CI'] !== undefined ? describe : describe.skip;

suite('the function of the stack, in the runtime of Lambda', () => {
  let stored: StoredClientsOfTest;
  let served: ChildProcess;
  let port: string;
  let credentials: string;

  beforeAll(async () => {
    stored = await StoredClientsOfTest.start();
    const { id, secret } = await stored.create('machine', ['*']);
    credentials = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: id, client_secret: secret },
    }).toString();
    const args = ['-C', '@repo/source', '-r', '@swc-node/register', SERVE];
    served = new ChildProcess('node', [...args, '--platform=aws-lambda', '--port=0'], {
      cwd: workspace,
      env: {
        ...{ PATH: process.env['PATH'], HOME: process.env['HOME'] },
        ...{ ...variables, PUBLIC_URL, DATABASE_URL: stored.database.url },
      },
    });
    [, port = ''] = await served.waitForLine(/listening on http:\/\/[^:]+:(\d+)/, 60_000);
  });
  afterAll(async () => {
    await served.stop();
    await stored.stop();
  });

  /** Not fetch: that would put another Host header. */
  async function post(host: string, path: string, headers: Record<string, string>, body: string) {
    const sent = request({ host: '127.0.0.1', port, path, method: 'POST' });
    for (const [name, value] of Object.entries({ host, ...headers })) sent.setHeader(name, value);
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer) };
  }

  const askForToken = (host: string) =>
    post(
      host,
      '/oauth/token',
      { 'content-type': 'application/x-www-form-urlencoded' },
      credentials,
    );

  const list = (host: string, token: string) => {
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { _meta };
    const headers = {
      ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      accept: 'application/json, text/event-stream',
      ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' },
    };
    const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params };
    return post(host, '/mcp', headers, JSON.stringify(message));
  };

  it.each([
    ['its own address', FUNCTION_URL_HOST],
    ['the address that clients reach', new URL(PUBLIC_URL).host],
  ])('gives a token and answers a request at %s', async (_, host) => {
    const token = await askForToken(host);
    expect(token).toMatchObject({ status: 200 });
    const { access_token } = JSON.parse(token.body) as { access_token: string };

    const answer = await list(host, access_token);

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('"result"') });
  });

  it('is no function of another host', async () => {
    expect(await askForToken('attacker.example.net')).toMatchObject({ status: 403 });
  });
});
