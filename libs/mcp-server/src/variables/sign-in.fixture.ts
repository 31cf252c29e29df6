import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Database } from '@repo/database';
import { FakeUpstream, UPSTREAM_CLIENT_ID, UPSTREAM_CLIENT_SECRET } from '@repo/auth/testing';
import { Browser } from '../testing/browser.fixture';
import { REDIRECT_URI } from '../testing/person.fixture';
import { folder, onApi, type Effects, type Environment } from './effect.fixture';

/** A file with one provider and one client. */
function signInFile(issuer: string): string {
  const file = join(folder, 'sign-in.yaml');
  const providers = [{ id: 'there', issuer, clientId: UPSTREAM_CLIENT_ID }];
  const clients = [{ id: 'known', name: 'Known', redirectUris: [REDIRECT_URI] }];
  writeFileSync(file, JSON.stringify({ providers, clients, grants: [{ scopes: ['*'] }] }));
  return file;
}

const ASKED = new URLSearchParams({
  ...{ client_id: 'known', response_type: 'code', redirect_uri: REDIRECT_URI },
  ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
}).toString();
const authorize = (url: string) => `${url}/oauth/authorize?${ASKED}`;

/** What a person sees who is sent to sign in. */
const titleOf = onApi(async (api) => {
  const browser = new Browser(REDIRECT_URI);
  await browser.open(authorize(api.url));
  return /<h1>(.*?)<\/h1>/.exec(browser.text)?.[1];
});

/** The same at a provider that wants the secret of this server. */
async function titleBehindProvider(environment: Environment): Promise<unknown> {
  const upstream = await FakeUpstream.start();
  try {
    return await titleOf({ ...environment, AUTH_PROVIDERS: signInFile(upstream.issuer) });
  } finally {
    await upstream.stop();
  }
}

export const signInEffects = {
  AUTH_PROVIDERS: {
    // Its client is nobody without it; with it the client's person is sent on, to nowhere here.
    before: 400,
    set: () => signInFile('http://127.0.0.1:1'),
    after: 502,
    see: onApi(async (api) => {
      const browser = new Browser(REDIRECT_URI);
      await browser.open(authorize(api.url));
      return browser.status;
    }),
  },
  AUTH_ISSUERS: {
    before: false,
    set: () => {
      const file = join(folder, 'issuers.yaml');
      const grants = [{ when: { repository: 'example/invoices' }, scopes: ['invoices:read'] }];
      const issuers = [{ id: 'ci', preset: 'github-actions', grants }];
      writeFileSync(file, JSON.stringify({ issuers }));
      return file;
    },
    after: true,
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/oauth-authorization-server');
      const { grant_types_supported: grants } = (await answer.json()) as Record<string, string[]>;
      return grants?.includes('urn:ietf:params:oauth:grant-type:token-exchange');
    }),
  },
  AUTH_CLIENT_SECRETS: {
    before: 'You are not signed in',
    set: `there=${UPSTREAM_CLIENT_SECRET}`,
    after: expect.stringContaining('Let Known use'),
    see: titleBehindProvider,
  },
  AUTH_SEALING_KEYS: {
    before: expect.not.stringMatching(/^KvYRGg4v_dCI$/),
    set: 'n'.repeat(32),
    after: 'KvYRGg4v_dCI',
    with: () => ({ AUTH_PROVIDERS: signInFile('http://127.0.0.1:1') }),
    // What a sign-in leaves that has begun, and by which key.
    see: onApi(async (api) => {
      await new Browser(REDIRECT_URI).open(authorize(api.url));
      const [row] = await api
        .get(Database)
        .query<{ key: string }[]>(
          "SELECT key_id AS key FROM auth_record WHERE kind = 'Interaction' ORDER BY expires_at DESC LIMIT 1",
        );
      return row?.key;
    }),
  },
} satisfies Effects;
