import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from './read-environment';

const schema = z.strictObject({ region: z.string() });

describe('an environment of a platform', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'environment-'));
    mkdirSync(join(folder, 'environments'));
    write('environments/staging.json', '{ "region": "eu-central-1" }');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const read = (name: string) => () => readEnvironment(folder, name, schema);

  it('is read from its file', () => {
    expect(read('staging')()).toEqual({ region: 'eu-central-1' });
  });

  it('is refused with those that there are, when there is none of the name', () => {
    write('environments/production.json', '{}');
    const message = 'No environment "stagign": there are production, staging.';
    expect(read('stagign')).toThrow(expect.objectContaining({ code: 'USAGE', message }));
  });

  it('is never a file of another folder', () => {
    write('service.json', '{ "region": "eu-central-1" }');
    expect(read('../service')).toThrow('No environment "../service"');
  });

  it.each([
    ['what is no JSON', '{', 'staging.json is no JSON: '],
    ['every fault', '{ "zone": 1 }', /staging\.json has faults:\n.*"zone".*region/s],
  ])('is refused with %s', (_, text, fault) => {
    write('environments/staging.json', text);
    expect(read('staging')).toThrow(fault);
  });
});
