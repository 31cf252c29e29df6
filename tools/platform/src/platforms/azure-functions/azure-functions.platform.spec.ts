import { LOCK_TAG, RELEASE_TAG } from '../../deploy/azure/azure-resource';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import type { DeployOptions } from '../../deploy/deploy';
import { FakeAzure } from '../../deploy/testing/fake-azure';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { packageDigest } from '../../deploy/functions/function-package';
import { AzureFunctionsPlatform } from './azure-functions.platform';

const source = 'apps/serverless/dist/azure-functions';
const app = 'example-mcp-staging-function';

describe('a deploy of an Azure function', () => {
  let azure: FakeAzure;
  let root: string;
  let lines: string[];

  beforeEach(async () => {
    process.env['DEPLOY_DATABASE_URL'] = 'none';
    root = mkdtempSync(join(tmpdir(), 'workspace-'));
    mkdirSync(join(root, source), { recursive: true });
    const deploy = join(root, 'deploy/azure-functions');
    cpSync(join(workspaceRoot, 'deploy/azure-functions'), deploy, { recursive: true });
    azure = await FakeAzure.start();
    azure.resources.set(app, {});
    azure.infrastructure = applied();
    lines = [];
  });
  afterEach(async () => {
    delete process.env['DEPLOY_DATABASE_URL'];
    rmSync(root, { recursive: true });
    await azure.tools.stop();
  });

  const file = () => join(root, 'deploy/azure-functions/infrastructure.json');
  const applied = () => ({
    templateHash: FakeAzure.hashOf(readFileSync(file(), 'utf8')),
    parameters: {
      functionApp: { value: app },
      storageAccount: { value: 'examplestagingfunction' },
      keyVault: { value: 'example-mcp-staging' },
      domain: { value: 'mcp-staging.example.com' },
    },
  });
  const run = (code: string, options: Partial<DeployOptions> = {}) => {
    writeFileSync(join(root, source, 'main.js'), code);
    const image = packageDigest(root, source);
    const platform = new AzureFunctionsPlatform(root, 'staging');
    return runDeploy(platform, { app: 'serverless', image }, { ...options, lines });
  };
  const release = () => azure.resources.get(app)!.tags![RELEASE_TAG]!;

  it('keeps the package with its host.json under its digest, and publishes it', async () => {
    await expect(run('first')).resolves.toBe('deployed');

    const zip = azure.blobs.get(`${release()}.zip`)!;
    expect(zip.slice(0, 2)).toBe('PK');
    expect(zip).toContain('main.js');
    expect(zip).toContain('host.json');
    expect(zip).toContain('package.json');
    expect(azure.published).toHaveLength(1);
    expect(azure.resources.get(app)!.tags).not.toHaveProperty(LOCK_TAG);
  });

  it('does nothing when the package already runs, and shows a dry run of another', async () => {
    await run('first');

    await expect(run('first')).resolves.toBe('unchanged');
    await expect(run('second', { dryRun: true })).resolves.toBe('planned');

    expect(azure.published).toHaveLength(1);
    expect(lines.join('')).toContain('az functionapp deployment source config-zip');
    expect(lines.join('')).toContain(`release: "${release()}" → `);
  });

  it('publishes the former package again when the new one does not serve', async () => {
    await run('first');
    const former = release();
    const verify = () => Promise.reject(new Error('it lists no tools'));

    await expect(run('second', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });

    expect(release()).toBe(former);
    expect(azure.tools.lines()).toContainEqual(
      expect.stringMatching(`storage blob download .*--name ${former}.zip`),
    );
    expect(azure.published).toHaveLength(3);
  });

  it.each([
    ['was never applied', () => (azure.infrastructure = undefined), /no record/],
    [
      'has changed since it was applied',
      () => writeFileSync(file(), `${readFileSync(file(), 'utf8')}\n`),
      /infrastructure.json has changed/,
    ],
    [
      'was applied with other values',
      () =>
        Object.assign(azure.infrastructure!.parameters, { domain: { value: 'old.example.com' } }),
      /domain: "old.example.com" → "mcp-staging.example.com"/,
    ],
  ])('is refused while its infrastructure %s', async (_, change, detail) => {
    change();

    await expect(run('first')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('az deployment group create --name infrastructure'),
      details: expect.arrayContaining([expect.stringMatching(detail)]),
    });
    expect(azure.published).toEqual([]);
  });

  it('says so when there is nothing to go back to', async () => {
    azure.comesUp = false;
    await expect(run('first')).rejects.toMatchObject({ code: 'ROLL_BACK_FAILED' });
  });

  it('names the infrastructure when there is no function app, and the build when no package', async () => {
    azure.resources.clear();

    await expect(run('first')).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining(
        'az deployment group create --name infrastructure --resource-group mcp',
      ),
    });
    expect(() => packageDigest(root, 'apps/serverless/dist/gone')).toThrow(/build it/);
  });
});
