import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@repo/config';
import { z } from 'zod';
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

  const OIDC = '{ id: a, issuer: https://a.example, clientId: c }';
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
  ])('is refused with %s', (_what, text, secrets, message) => {
    const reading = () =>
      text === undefined
        ? readSignInSettings(join(folder, 'none.yaml'), loadConfig({}).signIn)
        : read(text, secrets);
    expect(reading).toThrow(message);
  });
});
