import { workspaceRoot } from '@nx/devkit';
import type { DeployOptions } from '../../deploy';
import { FakeCloudRun } from '../../testing/fake-cloud-run';
import { runDeploy } from '../../testing/run-deploy';
import { CloudFunctionsPlatform } from './cloud-functions.platform';

const packageOf = (letter: string) =>
  `apps/serverless/dist/google-cloud-functions@sha256:${letter.repeat(64)}`;

// Each call starts a program.
jest.setTimeout(30_000);

describe('a deploy of a Google Cloud function', () => {
  let cloud: FakeCloudRun;

  beforeEach(async () => {
    process.env['DEPLOY_DATABASE_URL'] = 'postgres://from-here/mcp';
    cloud = await FakeCloudRun.start('npx');
  });
  afterEach(async () => {
    delete process.env['DEPLOY_DATABASE_URL'];
    await cloud.tools.stop();
  });

  const run = (letter: string, options: Partial<DeployOptions> = {}) =>
    runDeploy(
      new CloudFunctionsPlatform(workspaceRoot, 'staging'),
      { app: 'serverless', image: packageOf(letter) },
      options,
    );
  const deployCalls = () => cloud.tools.lines().filter((line) => /gcloud run deploy/.test(line));

  it('migrates from here, and has Google build the package', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    const npx = cloud.tools.calls.find(({ program }) => program === 'npx');
    expect(npx).toMatchObject({
      args: ['nx', 'run', 'database:migration-run'],
      env: { DATABASE_URL: 'postgres://from-here/mcp' },
    });
    expect(deployCalls()[0]).toMatch(/dist\/google-cloud-functions --function=mcp --base-image=/);
    expect(deployCalls()[0]).toContain('--invoker-iam-check');
    expect(deployCalls()[0]).toContain('PUBLIC_URL=https://mcp-staging.example.com|');
    expect(deployCalls()[0]).not.toContain('--no-traffic');
  });

  it('makes the next revision without traffic, and moves it then', async () => {
    await run('a');
    const former = cloud.serving;

    await run('b');

    expect(deployCalls()[1]).toContain('--no-traffic');
    expect(cloud.serving).not.toBe(former);
    await expect(run('b')).resolves.toBe('unchanged');
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
