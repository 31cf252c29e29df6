import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@repo/config';
import { z } from 'zod';
import { presetNames } from './presets';
import { signInFile } from './sign-in-schema';
import { readSignInSettings } from './sign-in-settings';

describe('the file of AUTH_PROVIDERS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sign-in-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function read(text: string, secrets = '') {
    const file = join(folder, 'sign-in.yaml');
    writeFileSync(file, text);
    return readSignInSettings(file, loadConfig({ AUTH_CLIENT_SECRETS: secrets }).signIn);
  }

  const OIDC = '{ id: a, issuer: https://a.example, clientId: c }';
  const GRANTS = 'grants: [{ scopes: [mcp:connect] }]';

  it('needs little for a provider that is known', () => {
    const provider = '{ id: entra, preset: entra, tenant: the-tenant, clientId: c }';
    const { providers, sessionDays, registration } = read(
      `providers: [${provider}]\n${GRANTS}`,
      'entra=s3cret=~x',
    );
    expect(providers).toMatchObject([
      {
        issuer: 'https://login.microsoftonline.com/the-tenant/v2.0',
        scopes: 'openid profile email User.Read',
        clientSecret: 's3cret=~x',
        title: 'Microsoft',
      },
    ]);
    expect({ sessionDays, registration }).toEqual({
      sessionDays: 14,
      registration: { dynamic: true, metadataDocuments: true },
    });
  });

  it('is what the documents show, and what the schema for editors describes', () => {
    const root = join(__dirname, '../../../../..');
    const page = readFileSync(join(root, 'docs/run/sign-in.md'), 'utf8');
    const [, shown = ''] = /```yaml\n(providers:.*?)```/s.exec(page) ?? [];
    expect(read(shown, 'entra=x').grants).toHaveLength(3);
    const schema = readFileSync(join(root, 'deploy/sign-in.schema.json'), 'utf8');
    // Else run: npm run schema -w libs/auth
    expect(JSON.parse(schema)).toEqual(z.toJSONSchema(signInFile, { io: 'input' }));
  });

  it('has the services that the guide shows', () => {
    const root = join(__dirname, '../../../../..');
    const page = readFileSync(join(root, 'docs/build/credentials.md'), 'utf8');
    const [, shown = ''] = /```yaml\n(providers:.*?)```/s.exec(page) ?? [];
    const [github, graph, billing] = read(shown, 'entra=x,github=y').services;
    expect(github).toMatchObject({
      ...{ title: 'GitHub', by: 'link', clientSecret: 'y', scopes: 'repo', provider: undefined },
      endpoints: { token: 'https://github.com/login/oauth/access_token' },
    });
    const issuer = 'https://login.microsoftonline.com/the-tenant/v2.0';
    const ofProvider = { issuer, clientId: 'the-application', clientSecret: 'x' };
    expect(graph).toMatchObject({ ...ofProvider, title: 'Outlook', clientAuthentication: 'post' });
    expect(billing).toMatchObject({ ...ofProvider, parameters: { audience: 'billing-api' } });
  });

  it('knows the manners of services', () => {
    const presets = ['gitlab', 'google', 'microsoft', 'atlassian'];
    const services = presets.map((preset) => `{ id: ${preset}, preset: ${preset}, clientId: c }`);
    const found = read(`providers: [${OIDC}]\n${GRANTS}\nservices: [${services.join(', ')}]`);
    expect(found.services.map(({ endpoints }) => new URL(endpoints!.token).hostname)).toEqual([
      'gitlab.com',
      'oauth2.googleapis.com',
      'login.microsoftonline.com',
      'auth.atlassian.com',
    ]);
    expect(found.services[1]?.parameters).toEqual({ access_type: 'offline', prompt: 'consent' });
  });

  it('is what the documents show for each provider', () => {
    const page = readFileSync(
      join(__dirname, '../../../../../docs/run/sign-in-providers.md'),
      'utf8',
    );
    const shown = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    const settings = shown.map((text) =>
      read(text.includes('grants:') ? text : `${text}${GRANTS}`),
    );
    expect(settings.map(({ providers }) => providers[0]?.preset)).toEqual(
      presetNames.filter((name) => name !== 'oidc'),
    );
  });

  it.each([
    ['no file', undefined, '', /no such file/],
    ['no YAML', 'providers: [', '', /has faults/],
    ['nobody', `providers: []\n${GRANTS}`, '', /providers: /],
    ['an unknown field', `providers: [${OIDC}]\n${GRANTS}\ngrant: 1`, '', /grant: is no field/],
    [
      'a provider without its address',
      `providers: [{ id: a, preset: okta, clientId: c }, { id: b, preset: entra, clientId: c }]\n${GRANTS}`,
      '',
      /providers\.a: issuer is missing\n.*providers\.b: tenant is missing/,
    ],
    ['two of one id', `providers: [${OIDC}, ${OIDC}]\n${GRANTS}`, '', /same id/],
    ['a secret of nobody', `providers: [${OIDC}]\n${GRANTS}`, 'b=x', /secret of b/],
    [
      'a grant for nobody',
      `providers: [${OIDC}]\ngrants: [{ scopes: [a], providers: [b] }]`,
      '',
      /grants\.0\.providers: no provider has the id b/,
    ],
    [
      'services that lack what they need',
      `providers: [${OIDC}, { id: b, preset: github, clientId: c }]\n${GRANTS}
services:
  - { id: one, clientId: c }
  - { id: two, preset: github }
  - { id: three, by: exchange }
  - { id: four, by: exchange, provider: c }
  - { id: five, by: exchange, provider: b }
  - { id: six, by: on-behalf-of, provider: a }`,
      '',
      /one: issuer is missing, .*two: clientId is missing.*three: provider is missing: there are several.*four: no provider has the id c.*five: GitHub exchanges no tokens.*six: scopes are missing/s,
    ],
    [
      'a service that has the id of a provider',
      `providers: [${OIDC}]\n${GRANTS}\nservices: [{ id: a, preset: github, clientId: c }]`,
      '',
      /services: two, or a provider, have the same id/,
    ],
  ])('is refused with %s', (_what, text, secrets, message) => {
    const reading = () =>
      text === undefined
        ? readSignInSettings(join(folder, 'none.yaml'), loadConfig({}).signIn)
        : read(text, secrets);
    expect(reading).toThrow(message);
  });
});
