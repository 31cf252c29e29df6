import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { developmentSecret } from './development-secret';

const FIRST = 'the first secret, which is long enough for anything';
const SECOND = 'the second secret, which is long enough for anything';

describe('the secret of development', () => {
  let workspace: string;
  let file: string;
  beforeEach(() => {
    workspace = mkdtempSync(join(tmpdir(), 'secret-'));
    writeFileSync(join(workspace, 'nx.json'), '{}');
    mkdirSync(join(workspace, 'apps/api'), { recursive: true });
    file = join(workspace, '.data/development-secret');
  });
  afterEach(() => rmSync(workspace, { recursive: true }));

  it('is that of the first start, from any folder of the workspace', () => {
    expect(developmentSecret(FIRST, workspace)).toBe(FIRST);
    expect(developmentSecret(SECOND, join(workspace, 'apps/api'))).toBe(FIRST);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each<[string, () => void]>([
    ['that others can read', () => chmodSync(file, 0o644)],
    ['that is too short', () => writeFileSync(file, 'short', { mode: 0o600 })],
    [
      'that is elsewhere',
      () => {
        rmSync(file);
        writeFileSync(join(workspace, 'elsewhere'), FIRST, { mode: 0o600 });
        symlinkSync(join(workspace, 'elsewhere'), file);
      },
    ],
  ])('is made anew in place of one %s', (_case, spoil) => {
    developmentSecret(FIRST, workspace);
    spoil();
    expect(developmentSecret(SECOND, workspace)).toBe(SECOND);
    expect(readFileSync(file, 'utf8')).toBe(`${SECOND}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is of one start where it cannot be kept', () => {
    rmSync(join(workspace, 'nx.json'));
    expect(developmentSecret(FIRST, workspace)).toBe(FIRST);
    writeFileSync(join(workspace, 'nx.json'), '{}');
    writeFileSync(join(workspace, '.data'), 'a file in place of the folder');
    expect(developmentSecret(SECOND, workspace)).toBe(SECOND);
  });
});
