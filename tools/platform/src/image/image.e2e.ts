import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { has } from '../push/testing/local-registry';
import { workspaceRoot } from '../workspace-root';

const suite = has('buildah') ? describe : describe.skip;
if (!has('buildah')) console.warn('Without buildah no build of an image is proved.');

const DOCKERFILE = `
FROM scratch AS build
COPY what-a-build-from-a-clone-needs /

FROM scratch AS bundle
COPY --from=build /main.js /

FROM scratch
COPY --from=bundle main.js /
COPY --from=bundle assets /assets
`;

suite('nx image', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'workspace-'));
    for (const folder of ['node_modules', 'tools']) {
      symlinkSync(join(workspaceRoot, folder), join(root, folder));
    }
    for (const file of ['nx.json', '.swcrc', 'tsconfig.base.json']) {
      write(file, readFileSync(join(workspaceRoot, file), 'utf8'));
    }
    write('package.json', '{ "name": "sample-workspace" }');
    write('apps/sample/package.json', '{ "name": "@repo/sample", "version": "1.0.0" }');
    write('apps/sample/Dockerfile', DOCKERFILE);
    write('apps/sample/src/main.ts', 'console.log(1);');
    write('apps/sample/assets/README.md', 'first');
  });
  afterAll(() => rmSync(root, { recursive: true }));

  function write(file: string, text: string) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }

  /** @returns the digest */
  function image(): string {
    const { status, stdout, stderr } = spawnSync(
      'node',
      ['node_modules/.bin/nx', 'image', 'sample'],
      {
        cwd: root,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...{ NX_DAEMON: 'false', NX_CACHE_DIRECTORY: join(root, '.nx/cache') },
          ...{ NX_WORKSPACE_DATA_DIRECTORY: join(root, '.nx/workspace-data') },
          ...{
            IMAGE_ENGINE: 'buildah',
            IMAGE_PLATFORMS: 'linux/amd64',
            IMAGE_COMMIT: 'c'.repeat(40),
          },
        },
      },
    );
    if (status !== 0) throw new Error(stdout + stderr);
    const file = readFileSync(join(root, 'apps/sample/dist/image.json'), 'utf8');
    return (JSON.parse(file) as { digest: string }).digest;
  }

  it('takes the bundle that Nx built, and another when code or assets change, and nothing else does', () => {
    const first = image();
    write('apps/sample/src/main.spec.ts', 'it.todo("is no part of the bundle");');
    write('apps/sample/README.md', 'is no part of it either');
    expect(image()).toBe(first);

    write('apps/sample/src/main.ts', 'console.log(2);');
    const second = image();
    expect(second).not.toBe(first);

    write('apps/sample/assets/README.md', 'second');
    expect(image()).not.toBe(second);
  });
});
