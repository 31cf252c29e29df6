import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeUpstream, UPSTREAM_CLIENT_ID, UPSTREAM_CLIENT_SECRET } from '@repo/auth/testing';
import { loadConfig } from '@repo/config';
import { IdentityProvider } from '../../testing/identity-provider.fixture';
import { doctorAuth } from './doctor-auth';

describe('the command that examines the identity providers', () => {
  let upstream: FakeUpstream;
  let folder: string;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    folder = mkdtempSync(join(tmpdir(), 'doctor-auth-'));
  });
  afterAll(async () => {
    await upstream.stop();
    rmSync(folder, { recursive: true });
  });

  async function examine(environment: Record<string, string>) {
    const told = { out: '', err: '' };
    const config = loadConfig({ PUBLIC_URL: 'https://mcp.example.com', ...environment });
    const code = await doctorAuth(config, {
      out: (text) => (told.out += text),
      err: (text) => (told.err += text),
    });
    return { code, ...told };
  }

  function providers(settings: object): string {
    const file = join(folder, 'sign-in.yaml');
    // JSON is YAML, too.
    writeFileSync(file, JSON.stringify(settings));
    return file;
  }

  const settings = () => ({
    providers: [{ id: 'there', issuer: upstream.issuer, clientId: UPSTREAM_CLIENT_ID }],
    grants: [{ scopes: ['*'] }],
  });

  it('ends well where all is well, and tells the address to register', async () => {
    const AUTH_PROVIDERS = providers(settings());
    const AUTH_CLIENT_SECRETS = `there=${UPSTREAM_CLIENT_SECRET}`;
    const { code, out } = await examine({ AUTH_PROVIDERS, AUTH_CLIENT_SECRETS });
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('https://mcp.example.com/oauth/callback/there'),
    });
    expect(out).not.toContain('FAULT');
  });

  it('ends with 1 where something must be mended', async () => {
    const AUTH_PROVIDERS = providers(settings());
    const { code, out } = await examine({ AUTH_PROVIDERS, AUTH_CLIENT_SECRETS: 'there=wrong' });
    expect(code).toBe(1);
    expect(out).toMatch(/FAULT the secret of this server: .*\n\s+Set AUTH_CLIENT_SECRETS/);
  });

  it('knows what a real provider means (oidc-provider)', async () => {
    const provider = await IdentityProvider.start();
    try {
      const at = async (id: string, secret: string) => {
        const known = { id, issuer: provider.issuer, clientId: 'server' };
        const AUTH_PROVIDERS = providers({ ...settings(), providers: [known] });
        const environment = { AUTH_PROVIDERS, AUTH_CLIENT_SECRETS: `${id}=${secret}` };
        return examine({ ...environment, PUBLIC_URL: 'http://127.0.0.1:8000' });
      };
      const good = await at('real', 'the-secret-of-the-server');
      expect(good).toMatchObject({ code: 0 });
      expect(good.out).toContain('it takes the client and the address to return to');
      expect(good.out).toContain('the secret of this server: it takes it');
      const elsewhere = await at('other', 'wrong');
      expect(elsewhere.out).toMatch(/FAULT a sign-in .*is not registered there\n/);
      expect(elsewhere.out).toMatch(/FAULT the secret of this server: invalid_client/);
    } finally {
      await provider.stop();
    }
  });

  it('tells what is wrong with the file', async () => {
    const AUTH_PROVIDERS = providers({});
    expect(await examine({ AUTH_PROVIDERS })).toMatchObject({
      ...{ code: 1, out: '' },
      err: expect.stringContaining('providers'),
    });
  });

  it('looks at JWT_ISSUER, and says where there is nothing to look at', async () => {
    const JWT_ISSUER = upstream.issuer;
    expect((await examine({ JWT_ISSUER, PUBLIC_URL: 'http://127.0.0.1:8000' })).out).toContain(
      `JWT_ISSUER, ${upstream.issuer}`,
    );
    expect(await examine({ AUTH_PROVIDERS: 'none' })).toMatchObject({
      ...{ code: 0, out: expect.stringContaining('No identity provider is set') },
    });
  });
});
