import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import type { DeployOptions } from '../../deploy/deploy';
import { FakeCloudRun } from '../../deploy/testing/fake-cloud-run';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { CloudFunctionsPlatform } from './cloud-functions.platform';

const packageOf = (letter: string) =>
  `apps/serverless/dist/google-cloud-functions@sha256:${letter.repeat(64)}`;

describe('a deploy of a Google Cloud function', () => {
  let cloud: FakeCloudRun;
  let root: string;
  let lines: string[];

  beforeEach(async () => {
    process.env['DEPLOY_DATABASE_URL'] = 'postgres://from-here/mcp';
    root = mkdtempSync(join(tmpdir(), 'workspace-'));
    const deploy = 'deploy/cloud-functions';
    cpSync(join(workspaceRoot, deploy), join(root, deploy), { recursive: true });
    const source = join(root, 'apps/serverless/dist/google-cloud-functions');
    mkdirSync(source, { recursive: true });
    writeFileSync(join(source, 'main.js'), 'exports.mcp = () => undefined;');
    cloud = await FakeCloudRun.start('npx');
    lines = [];
  });
  afterEach(async () => {
    delete process.env['DEPLOY_DATABASE_URL'];
    rmSync(root, { recursive: true });
    await cloud.tools.stop();
  });

  const run = (letter: string, options: Partial<DeployOptions> = {}) =>
    runDeploy(
      new CloudFunctionsPlatform(root, 'staging'),
      { app: 'serverless', image: packageOf(letter) },
      { ...options, lines },
    );
  const deployCalls = () => cloud.tools.lines().filter((line) => /gcloud run deploy/.test(line));

  it('migrates from here, and has Google build the package', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    const npx = cloud.tools.calls.find(({ program }) => program === 'npx');
    expect(npx).toMatchObject({
      args: ['nx', 'run', 'database:migration-run'],
      env: { DATABASE_URL: 'postgres://from-here/mcp' },
    });
    expect(deployCalls()[0]).toMatch(/--source=\/\S+ --function=mcp --base-image=/);
    expect(deployCalls()[0]).toContain('--invoker-iam-check');
    expect(deployCalls()[0]).toContain('PUBLIC_URL=https://mcp-staging.example.com|');
    expect(deployCalls()[0]).not.toContain('--no-traffic');
    expect(cloud.sources[0]).toEqual(['main.js', 'package.json']);
  });

  it('makes the next revision without traffic, and moves it then', async () => {
    await run('a');
    const former = cloud.serving;

    await run('b');

    expect(deployCalls()[1]).toContain('--no-traffic');
    expect(cloud.serving).not.toBe(former);
    await expect(run('b')).resolves.toBe('unchanged');
  });

  it('shows the call and what differs in a dry run, and changes nothing', async () => {
    await run('a');
    cloud.setEnvironment([{ name: 'TOOL_TIMEOUT', value: '10s' }]);

    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(deployCalls()).toHaveLength(1);
    expect(lines.join('')).toContain('gcloud run deploy mcp-function --source=apps/serverless');
    expect(lines.join('')).toContain('environment.TOOL_TIMEOUT: "10s" → "50s"');
  });

  it('takes the traffic back when the function does not serve', async () => {
    await run('a');
    const former = cloud.serving;
    const verify = () => Promise.reject(new Error('it lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });
    expect(cloud.serving).toBe(former);
  });

  it('is refused before anything is changed when no database is named', async () => {
    delete process.env['DEPLOY_DATABASE_URL'];

    await expect(run('a')).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('DEPLOY_DATABASE_URL'),
    });
    expect(deployCalls()).toEqual([]);
  });
});
