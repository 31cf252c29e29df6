import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectConfiguration, TargetConfiguration } from '@nx/devkit';
import { platforms } from '../platforms/platforms';
import { createNodesV2 } from './create-nodes';

/** Of these platforms those that are here: a fork has some of them. */
const here = (...names: string[]) =>
  names.filter((name) => platforms.some((platform) => platform.name === name));
const ofImages = here('cloud-run', 'container-instances', 'ecs', 'kubernetes');
const ofFunctions = here('azure-functions', 'cloud-functions', 'lambda');

describe('the projects of a workspace', () => {
  let workspaceRoot: string;

  beforeEach(() => {
    workspaceRoot = mkdtempSync(join(tmpdir(), 'platform-'));
  });
  afterEach(() => rmSync(workspaceRoot, { recursive: true }));

  function write(...files: string[]) {
    for (const file of files) {
      mkdirSync(dirname(join(workspaceRoot, file)), { recursive: true });
      writeFileSync(join(workspaceRoot, file), '{}');
    }
  }

  async function infer(root: string): Promise<Partial<ProjectConfiguration>> {
    const [, createNodes] = createNodesV2;
    const context = { workspaceRoot, nxJsonConfiguration: {} };
    const results = await createNodes([`${root}/package.json`], undefined, context);
    return results[0]![1].projects![root]!;
  }

  /** Those that the target really deploys to. */
  const platformsOf = (deploy: TargetConfiguration | undefined) =>
    Object.entries(deploy?.configurations ?? {})
      .filter(([, { command }]) => (command as string).includes('--platform='))
      .map(([name]) => name);

  it('are tagged with their type and floor', async () => {
    write('apps/api/package.json', 'libs/auth/package.json', 'tools/platform/package.json');
    write('tools/proofs/package.json');

    expect((await infer('apps/api')).tags).toEqual(['type:app', 'floor:6']);
    expect((await infer('libs/auth')).tags).toEqual(['type:lib', 'floor:3']);
    expect((await infer('tools/platform')).tags).toEqual(['type:tool']);
    expect((await infer('tools/proofs')).tags).toEqual(['type:proof']);
  });

  it('are all linted and tested, from the cache where nothing changed', async () => {
    write('libs/config/package.json');

    const { targets = {} } = await infer('libs/config');

    expect(Object.keys(targets)).toEqual(['lint', 'test']);
    expect(Object.values(targets).every((target) => target.cache)).toBe(true);
  });

  it('are built and served when they are apps with a main.ts', async () => {
    write('apps/api/package.json', 'apps/api/src/main.ts');

    const { targets = {} } = await infer('apps/api');

    expect(targets['build']?.outputs).toContain('{projectRoot}/dist/main.js');
    // The end of a continuous target is a success to Nx, whatever its exit code.
    expect(targets['serve']).not.toHaveProperty('continuous');
  });

  it('become images, which are pushed and deployed, when they have a Dockerfile', async () => {
    write('apps/api/package.json', 'apps/api/src/main.ts', 'apps/api/Dockerfile');

    const { image, push, deploy } = (await infer('apps/api')).targets!;

    expect([image?.dependsOn, push?.dependsOn, deploy?.dependsOn]).toEqual([
      ...[['build'], ['image'], ['push']],
    ]);
    expect([image?.cache, push?.cache, deploy?.cache]).toEqual([true, undefined, undefined]);
    expect(platformsOf(deploy)).toEqual(ofImages);
    expect(deploy).toMatchObject({ parallelism: false });
    expect(deploy).not.toHaveProperty('defaultConfiguration');
  });

  it('become images by the Dockerfile of the api when they are servers without one', async () => {
    write('apps/of-no-platform/package.json', 'apps/of-no-platform/src/main.ts');
    expect((await infer('apps/of-no-platform')).targets).not.toHaveProperty('image');

    const file = join(workspaceRoot, 'apps/of-no-platform/package.json');
    writeFileSync(file, JSON.stringify({ dependencies: { '@repo/mcp-server': '*' } }));
    const { image, deploy } = (await infer('apps/of-no-platform')).targets!;
    expect(image?.inputs).toContain('{workspaceRoot}/apps/api/Dockerfile');
    // There are no files of it in `deploy`.
    expect(platformsOf(deploy)).toEqual([]);
  });

  it('are deployed after the api, whose release runs the migrations', async () => {
    write('apps/worker/package.json', 'apps/worker/src/main.ts', 'apps/worker/Dockerfile');

    const { deploy } = (await infer('apps/worker')).targets!;

    const api = { projects: ['@repo/api'], target: 'deploy', params: 'forward' };
    expect(deploy?.dependsOn).toEqual(['push', api]);
  });

  it('are deployed as functions, to platforms of their own, when they have no main.ts', async () => {
    write('apps/serverless/package.json');

    const { deploy } = (await infer('apps/serverless')).targets!;

    expect(platformsOf(deploy)).toEqual(ofFunctions);
    expect(ofImages.length + ofFunctions.length).toBe(platforms.length);
    for (const name of ofImages) {
      expect(deploy?.configurations?.[name]).toEqual({
        command: expect.stringContaining(`does not run on ${name}`),
      });
    }
    expect(deploy).toMatchObject({ dependsOn: ['build'], parallelism: false });
  });

  it('have what the proofs say that they measure of them, where there are proofs', async () => {
    write('libs/audit/package.json');
    expect((await infer('libs/audit')).targets).not.toHaveProperty('bench');

    write('tools/proofs/targets.json');
    const targets = { 'libs/audit': { bench: { command: 'measure' } } };
    writeFileSync(join(workspaceRoot, 'tools/proofs/targets.json'), JSON.stringify(targets));
    expect((await infer('libs/audit')).targets).toMatchObject(targets['libs/audit']);
  });

  it('bring their own tests when they are black-box tests', async () => {
    write('apps/api-e2e/package.json', 'apps/api-e2e/src/main.ts');

    expect(Object.keys((await infer('apps/api-e2e')).targets!)).toEqual(['lint']);
  });

  it('say their floor in their package.json when they are libraries of a company', async () => {
    write('libs/billing/package.json');
    const file = join(workspaceRoot, 'libs/billing/package.json');
    writeFileSync(file, JSON.stringify({ nx: { tags: ['floor:4'] } }));

    expect((await infer('libs/billing')).tags).toEqual(['type:lib', 'floor:4']);
  });

  it('must have a floor: a library without one stops Nx and says where to add it', async () => {
    write('libs/billing/package.json');

    await expect(infer('libs/billing')).rejects.toHaveProperty(
      'errors[0][1].message',
      expect.stringMatching(/billing .*package\.json: "nx": \{ "tags": \["floor:4"\] \}/),
    );
  });
});
