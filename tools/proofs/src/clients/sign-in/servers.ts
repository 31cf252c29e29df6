import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess, type FixtureHost, startFixtureHost } from '@repo/api-e2e';
import { withTestDatabase } from '@repo/database/testing';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { selfSigned } from '@repo/foundation/testing';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { RedisServer } from '@repo/redis/testing';
import { RoundRobinProxy } from '../../replicas/round-robin.proxy';

const REPLICAS = 2;
const PUBLIC_NAME = 'client.example.com';
export const DOCUMENT_URL = `https://${PUBLIC_NAME}/client.json`;
export const KNOWN_CLIENT = 'a-known-program';

/** At any port, as programs on a person's machine listen. */
const REDIRECT_URIS = ['http://127.0.0.1/oauth/callback', 'http://localhost/oauth/callback'];

const IDENTITY_PROVIDER = 'libs/mcp-server/src/testing/identity-provider.mjs';

/** What a proof of the sign-in needs: the built api on two replicas, and who knows the people. */
export interface SignInServers {
  /** Of the endpoint, behind a balancer that asks one replica after the other. */
  readonly url: URL;
  /** Of the identity provider. */
  readonly issuer: string;
}

type Stop = () => unknown;

/** Runs with all of it, which is gone afterwards. */
export async function withSignInServers<T>(use: (servers: SignInServers) => Promise<T>) {
  const stops: Stop[] = [];
  try {
    return await use(await start(stops));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

async function start(stops: Stop[]): Promise<SignInServers> {
  const folder = mkdtempSync(join(tmpdir(), 'sign-in-proof-'));
  stops.push(() => rmSync(folder, { recursive: true }));
  await holdTestServer();
  const database = await withTestDatabase({ migrated: false });
  stops.push(() => database.drop());
  const redis = new RedisServer();
  stops.push(() => redis.remove());
  await redis.start();
  const issuer = await startIdentityProvider(stops);
  const proxy = new RoundRobinProxy();
  stops.push(() => proxy.close());
  const { port } = await proxy.listen();
  const url = new URL(`http://127.0.0.1:${port}/mcp`);
  const settings = {
    ...{ PUBLIC_URL: url.origin, DATABASE_URL: database.url, REDIS_URL: redis.url },
    ...{ MCP_AUTH: 'required', AUTH_PROVIDERS: providersFile(folder, issuer) },
    AUTH_CLIENT_SECRETS: 'real=the-secret-of-the-server',
    JWT_SECRET: 'the same secret on every replica, long enough',
    ...{ MCP_BASE_SCOPES: 'ledger:read', AUDIT: 'off' },
    ...(await startDocument(stops)),
  };
  const hosts: FixtureHost[] = [];
  for (let count = 0; count < REPLICAS; count += 1) {
    const host = await startFixtureHost(settings);
    hosts.push(host);
    stops.push(() => host.process.stop());
  }
  proxy.targets = hosts.map(({ url: { port: own } }) => Number(own));
  return { url, issuer };
}

async function startIdentityProvider(stops: Stop[]): Promise<string> {
  const file = join(workspaceRoot, IDENTITY_PROVIDER);
  const child = new ChildProcess(process.execPath, [file, 'http://127.0.0.1:7/callback'], {
    env: { PATH: process.env['PATH'] },
  });
  stops.push(() => child.stop());
  const [, issuer = ''] = await child.waitForLine(/^issuer (.+)$/);
  return issuer;
}

function providersFile(folder: string, issuer: string): string {
  const file = join(folder, 'sign-in.yaml');
  const settings = {
    providers: [{ id: 'real', issuer, clientId: 'server' }],
    grants: [{ scopes: ['ledger:*'] }],
    clients: [{ id: KNOWN_CLIENT, name: 'A known program', redirectUris: REDIRECT_URIS }],
  };
  // JSON is YAML, too.
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

/** The document of a client, by TLS at a public name. @returns what lets a host reach it */
async function startDocument(stops: Stop[]): Promise<Record<string, string>> {
  const { certificate, key, folder } = selfSigned(PUBLIC_NAME);
  stops.push(() => rmSync(folder, { recursive: true }));
  const document = JSON.stringify({
    ...{ client_id: DOCUMENT_URL, client_name: 'A program', redirect_uris: REDIRECT_URIS },
    ...{ grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] },
    token_endpoint_auth_method: 'none',
  });
  const files = { cert: readFileSync(certificate), key: readFileSync(key) };
  const server = createServer(files, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(document);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    NODE_OPTIONS: `--enable-source-maps --require ${join(__dirname, 'public-name.cjs')}`,
    NODE_EXTRA_CA_CERTS: certificate,
    PUBLIC_NAME,
    PUBLIC_NAME_PORT: String((server.address() as AddressInfo).port),
  };
}
