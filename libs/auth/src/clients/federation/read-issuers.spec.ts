import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { issuersFile } from './issuers-schema';
import { readIssuers } from './read-issuers';

describe('the file of AUTH_ISSUERS', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'issuers-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function read(text: string) {
    const file = join(folder, 'issuers.yaml');
    writeFileSync(file, text);
    return readIssuers(file);
  }

  it('is what the documents show, and what the schema for editors describes', () => {
    const root = join(__dirname, '../../../../..');
    const page = readFileSync(join(root, 'docs/run/machines.md'), 'utf8');
    const [, shown = ''] = /```yaml\n(issuers:.*?)```/s.exec(page) ?? [];
    expect(read(shown).map(({ issuer, once }) => [issuer, once])).toEqual([
      ['https://token.actions.githubusercontent.com', true],
      ['https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE', false],
      ['https://example.okta.com', true],
    ]);
    const schema = readFileSync(join(root, 'deploy/issuers.schema.json'), 'utf8');
    // Else run: npm run schema -w libs/auth
    expect(JSON.parse(schema)).toEqual(z.toJSONSchema(issuersFile, { io: 'input' }));
  });

  const grants = 'grants: [{ when: { sub: a }, scopes: [a] }]';
  const anyRepository = 'grants: [{ when: { repository: "example/*" }, scopes: [a] }]';
  const anySubject = 'grants: [{ when: { sub: "repo:*" }, scopes: [a] }]';
  it.each([
    ['an issuer without an address', `{ id: a, ${grants} }`, 'a: issuer is missing'],
    ['plain http', `{ id: a, issuer: "http://idp.example.com", ${grants} }`, 'expected an https'],
    [
      'this machine in the name of another',
      `{ id: a, issuer: "http://localhost.evil.com", ${grants} }`,
      'expected an https',
    ],
    [
      'workloads of whom nothing is said',
      '{ id: a, preset: aws, issuer: "https://a.example", grants: [{ scopes: [a] }] }',
      'grants.0.when is missing',
    ],
    [
      'anybody at GitHub',
      `{ id: a, preset: github-actions, ${anySubject} }`,
      'strangers have tokens of this issuer too',
    ],
    [
      'a name at GitHub that others could have',
      `{ id: a, preset: github-actions, ${anyRepository} }`,
      'without a star, one of: repository',
    ],
    [
      'an ID-JAG that may be shown again',
      `{ id: a, preset: id-jag, issuer: "https://a.example", once: false, ${grants} }`,
      'an ID-JAG may always be shown once',
    ],
    ['a setting that is none', `{ id: a, preset: google, more: 1, ${grants} }`, 'more'],
  ])('refuses %s', (_what, issuer, fault) => {
    expect(() => read(`issuers: [${issuer}]`)).toThrow(fault);
  });

  it('refuses two of the same id or issuer', () => {
    const one = (id: string) => `{ id: ${id}, issuer: "https://a.example", ${grants} }`;
    expect(() => read(`issuers: [${one('a')}, ${one('a')}]`)).toThrow('the same id');
    expect(() => read(`issuers: [${one('a')}, ${one('b')}]`)).toThrow('the same issuer');
  });
});
