import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import type { DeployOptions } from '../../deploy/deploy';
import { FakeCloudRun } from '../../deploy/testing/fake-cloud-run';
import { runDeploy } from '../../deploy/testing/run-deploy';
import { CloudRunPlatform } from './cloud-run.platform';
import type { KnativeService } from '../../deploy/google/knative-service';

const imageOf = (letter: string) =>
  `us-central1-docker.pkg.dev/example/mcp/api@sha256:${letter.repeat(64)}`;

describe('a deploy to Cloud Run', () => {
  let cloud: FakeCloudRun;
  let lines: string[];
  /** What a deploy of `a` leaves. Made once: a deploy calls its program a dozen times. */
  let afterA: KnativeService | undefined;

  beforeAll(async () => {
    cloud = await FakeCloudRun.start();
    lines = [];
    await run('a');
    afterA = cloud.service;
    await cloud.tools.stop();
  });
  beforeEach(async () => {
    cloud = await FakeCloudRun.start();
    lines = [];
  });
  afterEach(() => cloud.tools.stop());

  const run = (letter: string, options: Partial<DeployOptions> & { app?: string } = {}) => {
    const { app = 'api', ...rest } = options;
    const platform = new CloudRunPlatform(join(workspaceRoot, 'deploy/cloud-run'), 'staging');
    return runDeploy(platform, { app, image: imageOf(letter) }, { ...rest, lines });
  };
  const aRuns = () => {
    cloud.service = structuredClone(afterA);
  };
  const given = () =>
    cloud.tools.calls
      .filter(({ args }) => args.includes('replace') && args.includes('services'))
      .map(({ files }) => JSON.parse(files[0]!) as KnativeService);

  it('migrates by a job, makes the service, and gives it the traffic', async () => {
    await expect(run('a')).resolves.toBe('deployed');

    expect(cloud.changes()).toEqual([
      'run jobs replace',
      'run jobs execute mcp-migrate',
      'run services replace',
      'run services update-traffic mcp-server',
    ]);
    expect(cloud.serving).toMatch(/^mcp-server-[0-9a-f]{12}-1$/);
    const [service] = given();
    expect(service!.spec.template.spec.containers[0]!.image).toBe(imageOf('a'));
    expect(JSON.stringify(service)).not.toContain('${');
    expect(cloud.tools.lines()[0]).toContain(
      '--project=example-staging --region=us-central1 --quiet',
    );
  });

  it('does nothing when the release already serves', async () => {
    aRuns();

    await expect(run('a')).resolves.toBe('unchanged');
    expect(cloud.changes()).toEqual([]);
  });

  it('keeps the traffic where it is until the new revision is ready', async () => {
    aRuns();
    const former = cloud.serving;

    await run('b');

    const last = given().at(-1)!;
    expect(last.spec.traffic).toEqual([{ revisionName: former, percent: 100 }]);
    expect(last.metadata.resourceVersion).toBe('v2');
    expect(cloud.serving).toBe(last.spec.template.metadata!.name);
  });

  it('keeps the number of instances that the nightly scaling has set', async () => {
    aRuns();
    const { metadata, ...service } = cloud.service!;
    const annotations = { ...metadata.annotations, 'run.googleapis.com/minScale': '3' };
    cloud.service = { ...service, metadata: { ...metadata, annotations } };

    await run('b');

    expect(given().at(-1)!.metadata.annotations).toMatchObject({
      'run.googleapis.com/minScale': '3',
    });
    expect(lines.join('')).not.toContain('minScale');
  });

  it('shows the calls and what differs in a dry run, and changes nothing', async () => {
    aRuns();

    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(cloud.changes()).toEqual([]);
    expect(lines.join('')).toContain('gcloud run services replace mcp-server-');
    expect(lines.join('')).toContain(`image: "${imageOf('a')}" → "${imageOf('b')}"`);
  });

  it('leaves the traffic with the former revision when the new one does not come up', async () => {
    aRuns();
    const former = cloud.serving;
    cloud.comesUp = false;

    await expect(run('b')).rejects.toMatchObject({
      code: 'ROLLED_BACK',
      details: [expect.stringContaining('is not ready'), '  | first', '  | second'],
    });
    expect(cloud.serving).toBe(former);

    cloud.comesUp = true;
    await expect(run('b')).resolves.toBe('deployed');
    expect(cloud.serving).toMatch(/-2$/);
  });

  it('takes the traffic back when what runs does not serve', async () => {
    aRuns();
    const former = cloud.serving;
    const verify = () => Promise.reject(new Error('it lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });
    expect(cloud.serving).toBe(former);
  });

  it('leaves the old version alone when the migration fails', async () => {
    aRuns();
    cloud.migrates = false;

    await expect(run('b')).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    expect(cloud.changes()).not.toContain('run services replace');
  });

  it('runs the worker without a migration', async () => {
    await run('a', { app: 'worker' });
    expect(cloud.changes()).toEqual([
      'run services replace',
      'run services update-traffic mcp-worker',
    ]);
  });

  it.each<[string, string, string]>([
    ['ERROR: You do not currently have an active account selected.', 'ACCESS_DENIED', 'Sign in'],
    ['ERROR: PERMISSION_DENIED: run.services.get', 'ACCESS_DENIED', 'docs/deploy/cloud-run.md'],
    ['ERROR: ABORTED: Conflict for resource mcp-server', 'BUSY', 'run the deploy again'],
  ])('says what to do when gcloud says %s', async (said, code, step) => {
    cloud.refuses = said;
    await expect(run('a')).rejects.toMatchObject({ code, message: expect.stringContaining(step) });
  });
});
