import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assetPath } from './asset-path';

describe('the path of an asset', () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'assets-'));
    mkdirSync(join(project, 'assets/skills'), { recursive: true });
    mkdirSync(join(project, 'src/handbook'), { recursive: true });
  });
  afterEach(() => rmSync(project, { recursive: true }));

  it('is the same asked for from any folder of the source, and from the bundle beside it', () => {
    const path = join(project, 'assets/skills');
    expect(assetPath(join(project, 'src/handbook'), 'skills')).toBe(path);
    expect(assetPath(project, 'skills')).toBe(path);
  });

  it('stops the start where there is nothing, with where to put it', () => {
    const src = join(project, 'src');
    expect(() => assetPath(src, 'skils')).toThrow(
      `${join(project, 'assets/skils')}: it is not there, asked for in ${src}. Put it into`,
    );
  });
});
