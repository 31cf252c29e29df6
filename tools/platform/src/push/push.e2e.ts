import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { has, inspect, LocalRegistry, runPluginFile } from './testing/local-registry';

const canBuild = has('buildah', 'skopeo', 'docker-registry');
const suite = canBuild ? describe : describe.skip;
if (!canBuild) console.warn('Without buildah, skopeo and docker-registry no push is proved.');

const author = ['-c', 'user.name=test', '-c', 'user.email=test@example.com'];

suite('an image of an app', () => {
  let registry: LocalRegistry;
  let root: string;
  let commit: string;

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
    git('init', '--quiet');
    git('add', 'apps/sample/Dockerfile');
    git('commit', '--quiet', '--message=first');
    commit = git('rev-parse', 'HEAD');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const git = (...args: string[]) =>
    execFileSync('git', [...author, ...args], { cwd: root, encoding: 'utf8' }).trim();
  const write = (file: string, text: string) =>
    writeFileSync(join(root, 'apps/sample', file), text);
  const read = (file: string) =>
    JSON.parse(readFileSync(join(root, 'apps/sample/dist', file), 'utf8')) as Record<
      string,
      string
    >;
  const build = () =>
    runPluginFile('image/image.cli.ts', root, {
      ...{ IMAGE_ENGINE: 'buildah', IMAGE_PLATFORMS: 'linux/amd64' },
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

  it('is the one in the registry where the same commit was built before', () => {
    build();
    push('three');
    const { digest } = read('image.json');
    write('dist/main.js', 'another build');
    build();

    expect(push('three')).toMatchObject({ status: 0, output: expect.stringContaining('earlier') });
    expect(read('image.json')['digest']).not.toBe(digest);
    expect(read('push.json')['image']).toBe(`${registry.address}/three/sample@${digest}`);
  });

  it('never takes the tag of another, nor its place, with changes that are not committed', () => {
    build();
    push('four');
    write('Dockerfile', 'FROM scratch\nCOPY apps/sample/dist/main.js /changed\n');
    build();

    const refused = push('four');

    expect(refused).toMatchObject({ status: 2, output: expect.stringContaining('never moves') });
    const name = `${registry.address}/four/sample:1.2.3-${commit}`;
    expect(inspect(name).Digest).not.toBe(read('image.json')['digest']);
  });
});
