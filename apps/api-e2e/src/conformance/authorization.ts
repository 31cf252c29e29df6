import { freePort } from '@repo/foundation/testing';
import { Browser } from '@repo/mcp-server/testing';
import { startFixtureHost } from '../process/fixture-host';
import type { ConformanceSuite } from './suite';
import type { SuiteResults } from './verdict';

/** Where the suite listens for who comes back. */
const addressAt = (port: number) => `http://127.0.0.1:${port}/callback`;

/**
 * Runs the scenarios of authorization servers against a host where the sample people sign in, one of
 * whom does when the suite asks for somebody.
 */
export async function testAuthorization(
  suite: ConformanceSuite,
  revision: string,
): Promise<SuiteResults> {
  const host = await startFixtureHost({ MCP_AUTH: 'required', AUTH_PROVIDERS: 'sample-people' });
  try {
    const issuer = `http://127.0.0.1:${host.url.port}`;
    const port = await freePort();
    const clientId = await register(issuer, addressAt(port));
    const settings = { issuer, clientId, resource: `${issuer}/mcp`, port };
    return await suite.testAuthorization(settings, revision, (url) => signIn(url, port));
  } finally {
    await host.process.stop();
  }
}

async function register(issuer: string, redirectUri: string): Promise<string> {
  const answer = await fetch(`${issuer}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_name: 'The conformance suite',
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'none',
    }),
  });
  return ((await answer.json()) as { client_id: string }).client_id;
}

async function signIn(url: string, port: number): Promise<void> {
  const browser = new Browser(addressAt(port));
  await browser.open(url);
  await browser.press('ada');
  await browser.press('yes');
  await (await fetch(browser.url)).arrayBuffer();
}
