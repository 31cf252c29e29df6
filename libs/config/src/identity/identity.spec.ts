import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { identity, identityOf } from './identity';

const ROOT = join(__dirname, '../../../..');

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const values = read('platform.json') as Record<string, string>;
delete values['$schema'];

describe('platform.json', () => {
  it('gives what carries the name of the company', () => {
    const example = identityOf({ organization: 'globex', title: 'Globex', domain: 'globex.org' });
    expect(example).toMatchObject({
      title: 'Globex',
      serviceName: 'globex-mcp-server',
      credentialPrefix: 'globex',
      tagPrefix: 'globex',
      annotationDomain: 'globex.org',
    });
    expect(example.redisPrefix('staging')).toBe('globex:staging');
    expect(identity.title).toBe(values['title']);
  });

  it.each([
    ['a name that cannot be part of a key', { organization: 'Two Words' }],
    ['no domain', { domain: undefined }],
    ['what nobody reads', { platform: 'ecs' }],
  ])('is refused with %s', (_, change) => {
    expect(() => identityOf({ ...values, ...change })).toThrow('platform.json: ✖');
  });

  it('is what its schema describes', () => {
    const schema = read('platform.schema.json') as {
      required: string[];
      properties: Record<string, { pattern?: string }>;
    };
    expect(schema.required).toEqual(Object.keys(values));
    for (const [name, { pattern = '' }] of Object.entries(schema.properties)) {
      if (name in values) expect(values[name]).toMatch(new RegExp(pattern));
    }
  });

  it('is the only file that has its names', () => {
    const { title, serviceName, credentialPrefix, tagPrefix, annotationDomain } = identity;
    const deployments = ['development', 'staging', 'production'];
    const names = [
      ...[title, serviceName, annotationDomain],
      ...[`${credentialPrefix}_mk`, `${credentialPrefix}_cs`],
      ...[`${tagPrefix}:deploy`, `${tagPrefix}:scaling`, `${tagPrefix}-deploy`],
      ...deployments.map((deployment) => identity.redisPrefix(deployment)),
    ].map((name) => name.toLowerCase());
    const found = sources().filter((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8').toLowerCase();
      return names.some((name) => text.includes(name));
    });
    expect(found).toEqual([]);
  });
});

/** All files of the platform that people write. */
function sources(): string[] {
  const made = /(^|\/)(node_modules|dist|tmp|coverage|cdk\.out)\//;
  const folders = ['apps', 'libs', 'tools', 'deploy', 'docs', '.github'];
  const inside = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
  const own = relative(ROOT, __filename);
  const files = inside.filter((file) => !made.test(file) && file !== own);
  return [...files, 'README.md', 'docker-compose.yml'];
}
