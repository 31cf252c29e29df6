import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { identity, identityOf } from './identity';

const ROOT = join(__dirname, '../../../..');

const read = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const values = read('platform.json') as Record<string, unknown>;
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
    expect(example.serverName('reports')).toBe('globex-reports');
    expect(identity.title).toBe(values['title']);
  });

  it.each([
    ['a name that cannot be part of a key', { organization: 'Two Words' }],
    ['no domain', { domain: undefined }],
    ['what nobody reads', { plaform: 'ecs' }],
  ])('is refused with %s', (_, change) => {
    expect(() => identityOf({ ...values, ...change })).toThrow('platform.json: ✖');
  });

  it('is what its schema describes', () => {
    const schema = read('platform.schema.json') as {
      required: string[];
      properties: Record<string, { pattern?: string }>;
    };
    expect(Object.keys(values)).toEqual(expect.arrayContaining(schema.required));
    for (const [name, value] of Object.entries(values)) {
      const { pattern = '' } = schema.properties[name]!;
      if (typeof value === 'string') expect(value).toMatch(new RegExp(pattern));
    }
  });
});
