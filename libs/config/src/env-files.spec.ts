import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvFiles } from './env-files';

describe('.env files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'config-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (name: string, ...lines: string[]) =>
    writeFileSync(join(folder, name), lines.join('\n'));

  it('are read in development, the local one over the shared one', () => {
    write('.env', '# a comment', 'PORT=8001', 'HOST="::1"');
    write('.env.local', 'PORT=8002');
    const expected = { variables: { PORT: '8002', HOST: '::1' }, warnings: [] };
    expect(readEnvFiles(folder, {})).toEqual(expected);
    expect(readEnvFiles(folder, { ENVIRONMENT: 'development' })).toEqual(expected);
  });

  it('never override the real environment, not even an empty variable of it', () => {
    write('.env', 'PORT=8001', 'HOST=::1');
    expect(readEnvFiles(folder, { PORT: '9000', HOST: '' }).variables).toEqual({});
  });

  it('are ignored in production, with a warning that shows no value', () => {
    write('.env', 'PORT=8001');
    expect(readEnvFiles(folder, { ENVIRONMENT: 'production' })).toEqual({
      variables: {},
      warnings: ['The file .env is ignored in production.'],
    });
  });

  it('are ignored in tests', () => {
    write('.env', 'PORT=8001');
    expect(readEnvFiles(folder, { ENVIRONMENT: 'test' })).toEqual({ variables: {}, warnings: [] });
  });

  it('need not exist', () => {
    expect(readEnvFiles(folder, {})).toEqual({ variables: {}, warnings: [] });
    expect(readEnvFiles(folder, { ENVIRONMENT: 'production' })).toEqual({
      variables: {},
      warnings: [],
    });
  });
});
