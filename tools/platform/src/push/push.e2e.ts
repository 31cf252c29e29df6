import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { has, inspect, LocalRegistry, runPluginFile } from './testing/local-registry';

const canBuild = has('buildah', 'skopeo', 'docker-registry');
const suite = canBuild ? describe : describe.skip;
if (!canBuild) console.warn('Without buildah, skopeo and docker-registry no push is proved.');

const commit = 'c'.repeat(40);

suite('an image of an app', () => {
  let registry: LocalRegistry;
  let root: string;

  beforeAll(async () => {
    registry = await LocalRegistry.start();
  });
  afterAll(() => registry.stop());

  beforeEach(() => {
    mkdirSync(join(workspaceRoot, 'tmp'), { recursive: true });
    root = mkdtempSync(join(workspaceRoot, 'tmp/image-'));
    mkdirSync(join(root, 'apps/sample/dist'), { recursive: true });
    write('package.json', '{ "version": "1.2.3" }');
    write(
      'Dockerfile',
      'FROM scratch\nARG REVISION\nLABEL revision=$REVISION\nCOPY apps/sample/dist/main.js /\n',
    );
    write('dist/main.js', 'first');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const write = (file: string, text: string) =>
    writeFileSync(join(root, 'apps/sample', file), text);
  const read = (file: string) =>
    JSON.parse(readFileSync(join(root, 'apps/sample/dist', file), 'utf8')) as Record<
      string,
      string
    >;
  const build = () =>
    runPluginFile('image/image.cli.ts', root, {
      ...{ IMAGE_ENGINE: 'buildah', IMAGE_PLATFORMS: 'linux/amd64', IMAGE_COMMIT: commit },
    });
  const push = (folder: string) =>
    runPluginFile('push/push.cli.ts', root, {
      IMAGE_REGISTRY: `${registry.address}/${folder}`,
    });

  it('is pushed with the digest that it was built with, under its version and commit', () => {
    expect(build()).toMatchObject({ status: 0 });
    expect(push('one')).toMatchObject({ status: 0 });

    const name = `${registry.address}/one/sample`;
    const { digest } = read('image.json');
    expect(read('push.json')).toEqual({ image: `${name}@${digest}`, tag: `1.2.3-${commit}` });
    const found = inspect(`${name}:1.2.3-${commit}`);
    expect(found.Digest).toBe(digest);
    expect(found.Labels).toMatchObject({ revision: commit });
  });

  it('is not pushed again where it is already', () => {
    build();
    push('two');

    expect(push('two')).toMatchObject({ status: 0, output: expect.stringContaining('already') });
  });

  it('never takes the tag of another', () => {
    build();
    push('three');
    write('dist/main.js', 'second');
    build();

    const refused = push('three');

    expect(refused).toMatchObject({ status: 2, output: expect.stringContaining('never moves') });
    const name = `${registry.address}/three/sample:1.2.3-${commit}`;
    expect(inspect(name).Digest).not.toBe(read('image.json')['digest']);
  });
});
