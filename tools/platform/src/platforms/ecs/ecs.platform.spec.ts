import { organization } from '../../identity';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { join } from 'node:path';
import { workspaceRoot } from '../../workspace-root';
import { deploy, type DeployOptions } from '../../deploy/deploy';
import { Progress } from '../../deploy/report/progress';
import { FakeAws } from '../../deploy/testing/fake-aws';
import { FakeClock } from '../../deploy/testing/fake-clock';
import { EcsApi } from './ecs-api';
import { EcsFiles } from './ecs-files';
import { EcsPlatform } from './ecs.platform';
import { renderTaskDefinition, templateValues } from './render-task-definition';

const files = new EcsFiles(join(workspaceRoot, 'deploy/ecs'));
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const imageOf = (letter: string) =>
  `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@${digestOf(letter)}`;
const definitionOf = (image: string) =>
  renderTaskDefinition(
    files.taskDefinition('api'),
    templateValues(files.environment('staging'), image),
  );

describe('a deploy to ECS', () => {
  let aws: FakeAws;
  let clock: FakeClock;
  let lines: string[];
  let before: string;

  beforeEach(async () => {
    aws = await FakeAws.start();
    aws.images = new Set([digestOf('a'), digestOf('b')]);
    before = aws.runs(definitionOf(imageOf('a')));
    clock = new FakeClock();
    lines = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await aws.stop();
  });

  const run = (letter: string, options: Partial<DeployOptions> = {}) => {
    const config = {
      endpoint: aws.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
      maxAttempts: 3,
    };
    const clients = {
      ecs: new EcsApi(new ECSClient(config), 'mcp'),
      ecr: new ECRClient(config),
      logs: new CloudWatchLogsClient(config),
    };
    const release = { app: 'api', environment: 'staging', image: imageOf(letter) };
    return deploy(new EcsPlatform(files, clients, clock), release, {
      ...{ holder: 'this-run', clock, signal: new AbortController().signal },
      progress: new Progress({ write: (text) => lines.push(text) }, clock),
      ...options,
    });
  };
  const changes = () =>
    aws.namesOfCalls().filter((name) => !/^(Describe|List|Tag|Untag|Get)/.test(name));

  it('registers a revision, migrates, updates the service and waits until it is steady', async () => {
    await expect(run('b')).resolves.toBe('deployed');

    expect(changes()).toEqual(['RegisterTaskDefinition', 'RunTask', 'UpdateService']);
    expect(aws.running).toMatch(/mcp-server:2$/);
    expect(aws.revisions[1]!.definition.containerDefinitions[0].image).toBe(imageOf('b'));
    expect(aws.calls.find(({ name }) => name === 'RunTask')!.body).toMatchObject({
      overrides: { containerOverrides: [{ name: 'api', command: ['--migrate'] }] },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    expect(aws.tags).toEqual([]);
  });

  it('does nothing when the release already runs, and says so', async () => {
    await expect(run('a')).resolves.toBe('unchanged');

    expect(changes()).toEqual([]);
    expect(lines.join('')).toContain('already runs');
  });

  it('shows the calls and the differences of a dry run, and makes no change', async () => {
    await expect(run('b', { dryRun: true })).resolves.toBe('planned');

    expect(changes()).toEqual([]);
    expect(lines.join('')).toMatch(/ecs:RegisterTaskDefinition.*ecs:RunTask.*ecs:UpdateService/s);
    expect(lines.join('')).toContain(
      `containerDefinitions.api.image: "${imageOf('a')}" → "${imageOf('b')}"`,
    );
  });

  it('goes back when the new tasks do not come up, and shows why they stopped', async () => {
    aws.comesUp = false;
    aws.log = ['DATABASE_URL is missing'];

    await expect(run('b')).rejects.toMatchObject({
      code: 'ROLLED_BACK',
      exitCode: 7,
      message: expect.stringContaining('tasks failed to start'),
      details: [
        expect.stringContaining('Task failed container health checks, exit code 78'),
        '  | DATABASE_URL is missing',
      ],
    });

    expect(aws.running).toBe(before);
    expect(aws.revisions[1]!.active).toBe(false);
    expect(aws.tags).toEqual([]);
  });

  it('goes back when what runs does not serve', async () => {
    const verify = () => Promise.reject(new Error('https://mcp lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });
    expect(aws.running).toBe(before);
  });

  it('leaves the old version alone when the migration fails', async () => {
    aws.migrationExitCode = 1;

    await expect(run('b')).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('exit code 1'),
      details: ['  | one', '  | two'],
    });
    expect(changes()).toEqual(['RegisterTaskDefinition', 'RunTask']);
    expect(aws.running).toBe(before);
  });

  it('refuses an image that is not in the registry, before it changes anything', async () => {
    await expect(run('c')).rejects.toMatchObject({ code: 'NOT_FOUND', exitCode: 3 });
    expect(aws.namesOfCalls()).toEqual(['DescribeImages']);
  });

  it('tries again when AWS throttles', async () => {
    aws.faults.push(FakeAws.throttled, FakeAws.throttled);
    // The pauses between attempts of AWS's client are a random part of a second.
    jest.spyOn(Math, 'random').mockReturnValue(0);

    await expect(run('b')).resolves.toBe('deployed');
  });

  it('says what to do about expired credentials', async () => {
    aws.faults.push(FakeAws.expired);

    await expect(run('b')).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
      message: expect.stringContaining('Sign in again'),
    });
  });

  it('is refused while another one runs', async () => {
    const expires = clock.now() + 60_000;
    aws.tags = [{ key: `${organization}:deploy:lock`, value: `other-run ${expires}` }];

    await expect(run('b')).rejects.toMatchObject({
      code: 'BUSY',
      message: expect.stringContaining('other-run'),
    });
    expect(changes()).toEqual([]);
    expect(aws.tags[0]!.value).toContain('other-run');
  });

  it('is refused while something else is rolled out', async () => {
    aws.deployments[0]!.rolloutState = 'IN_PROGRESS';
    aws.deployments[0]!.runningCount = 1;

    await expect(run('b')).rejects.toMatchObject({
      code: 'BUSY',
      message: expect.stringContaining('1 of 2 tasks run'),
    });
  });

  it('takes the place of a run that died', async () => {
    aws.tags = [{ key: `${organization}:deploy:lock`, value: `dead-run ${clock.now() - 1}` }];

    await expect(run('b')).resolves.toBe('deployed');
  });

  it('takes up the revision and the migration that a run which was cut off left', async () => {
    const revision = aws.register(definitionOf(imageOf('b')));
    const left = 'arn:aws:ecs:eu-central-1:111111111111:task/mcp/left';
    aws.tasks.push({
      ...{ taskArn: left, startedBy: 'migrate-mcp-server', taskDefinitionArn: revision },
      lastStatus: 'RUNNING',
    });
    const ends = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!aws.namesOfCalls().includes('DescribeTasks')) return;
        clearInterval(look);
        Object.assign(aws.tasks[0], {
          lastStatus: 'STOPPED',
          containers: [{ name: 'api', exitCode: 0 }],
        });
        resolve();
      }, 1);
    });

    await expect(run('b')).resolves.toBe('deployed');
    await ends;

    expect(changes()).toEqual(['UpdateService']);
    expect(aws.running).toBe(revision);
  });

  it('waits for the roll-out that a run which was cut off began', async () => {
    const revision = aws.register(definitionOf(imageOf('b')));
    aws.deployments.unshift({ ...aws.deployments[0]!, taskDefinition: revision });
    Object.assign(aws.deployments[0]!, { rolloutState: 'IN_PROGRESS', runningCount: 0 });
    aws.deployments[1]!.status = 'ACTIVE';

    const result = await run('b');

    expect(['deployed', 'unchanged']).toContain(result);
    expect(changes()).toEqual([]);
    expect(aws.running).toBe(revision);
  });

  it('leaves everything to the next run when it is told to stop', async () => {
    const stop = new AbortController();
    const told = new Error('Told to stop by SIGTERM');
    const verify = () => {
      stop.abort(told);
      return Promise.reject(told);
    };

    await expect(run('b', { verify, signal: stop.signal })).rejects.toMatchObject({
      code: 'FAILED',
      message: told.message,
    });
    expect(aws.running).toMatch(/mcp-server:2$/);
    expect(aws.tags).toEqual([]);
    await expect(run('b')).resolves.toBe('unchanged');
  });
});
