import { organization } from '../../identity';
import { deploy, type DeployOptions } from '../../deploy/deploy';
import { DeployError } from '../../deploy/deploy.error';
import { definitionOf, ecsPlatform } from '../../deploy/testing/ecs-platform';
import { FakeAws } from '../../deploy/testing/fake-aws';
import { FakeClock } from '../../deploy/testing/fake-clock';
import type { WireAnswer } from '../../deploy/testing/wire-server';
import { Progress } from '../../deploy/report/progress';

const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const imageOf = (letter: string) =>
  `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@${digestOf(letter)}`;

/** Of one attempt; the AWS client's own limit is 15 s. */
const REQUEST_TIMEOUT_MS = 200;

describe('a deploy to ECS', () => {
  let aws: FakeAws;
  let clock: FakeClock;
  let lines: string[];
  let before: string;
  /** What comes instead of an answer; it decides whether the call is carried out. */
  let lost: (call: string, carryOut: () => WireAnswer) => WireAnswer | undefined;

  beforeEach(async () => {
    lost = () => undefined;
    aws = await FakeAws.start((answer) => (request) => {
      const name = String(request.headers['x-amz-target']).split('.').at(-1)!;
      return lost(name, () => answer(request)) ?? answer(request);
    });
    aws.images = new Set([digestOf('a'), digestOf('b')]);
    before = aws.service.runs(definitionOf(imageOf('a')));
    clock = new FakeClock();
    lines = [];
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await aws.stop();
  });

  const run = (letter: string, options: Partial<DeployOptions> = {}) => {
    const release = { app: 'api', environment: 'staging', image: imageOf(letter) };
    return deploy(ecsPlatform(aws, clock, REQUEST_TIMEOUT_MS), release, {
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
    expect(aws.service.running).toMatch(/mcp-server:2$/);
    expect(aws.revisions.all[1]!.definition.containerDefinitions[0].image).toBe(imageOf('b'));
    expect(aws.calls.find(({ name }) => name === 'RunTask')!.body).toMatchObject({
      overrides: { containerOverrides: [{ name: 'api', command: ['--migrate'] }] },
      networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-1'] } },
    });
    expect(aws.service.tags).toEqual([]);
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
    aws.service.comesUp = false;
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

    expect(aws.service.running).toBe(before);
    expect(aws.revisions.all[1]!.active).toBe(false);
    expect(aws.service.tags).toEqual([]);
  });

  it('goes back when what runs does not serve', async () => {
    const verify = () => Promise.reject(new Error('https://mcp lists no tools'));

    await expect(run('b', { verify })).rejects.toMatchObject({ code: 'ROLLED_BACK' });
    expect(aws.service.running).toBe(before);
  });

  it('leaves the old version alone when the migration fails', async () => {
    aws.tasks.migrationExitCode = 1;

    await expect(run('b')).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('exit code 1'),
      details: ['  | one', '  | two'],
    });
    expect(changes()).toEqual(['RegisterTaskDefinition', 'RunTask']);
    expect(aws.service.running).toBe(before);
  });

  it('refuses an image that is not in the registry, before it changes anything', async () => {
    await expect(run('c')).rejects.toMatchObject({ code: 'NOT_FOUND', exitCode: 3 });
    // On a busy machine a call may be tried again.
    expect([...new Set(aws.namesOfCalls())]).toEqual(['DescribeImages']);
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
    aws.service.tags = [{ key: `${organization}:deploy:lock`, value: `other-run ${expires}` }];

    await expect(run('b')).rejects.toMatchObject({
      code: 'BUSY',
      message: expect.stringContaining('other-run'),
    });
    expect(changes()).toEqual([]);
    expect(aws.service.tags[0]!.value).toContain('other-run');
  });

  it('waits for something else that is rolled out, and is refused when that takes too long', async () => {
    aws.service.deployments[0]!.rolloutState = 'IN_PROGRESS';
    aws.service.deployments[0]!.runningCount = 1;
    aws.service.stuck = true;
    const busy = { code: 'BUSY', message: expect.stringContaining('1 of 2 tasks run') };

    await expect(run('b', { dryRun: true })).rejects.toMatchObject(busy);
    await expect(run('b')).rejects.toMatchObject(busy);
    expect(changes()).toEqual([]);

    aws.service.stuck = false;
    await expect(run('b')).resolves.toBe('deployed');
    expect(lines.join('')).toContain('is rolling out');
  });

  it('takes the place of a run that died', async () => {
    aws.service.tags = [
      { key: `${organization}:deploy:lock`, value: `dead-run ${clock.now() - 1}` },
    ];

    await expect(run('b')).resolves.toBe('deployed');
  });

  it('takes up the revision and the migration that a run which was cut off left', async () => {
    const revision = aws.revisions.register(definitionOf(imageOf('b')));
    const left = 'arn:aws:ecs:eu-central-1:111111111111:task/mcp/left';
    aws.tasks.all.push({
      ...{ taskArn: left, startedBy: 'migrate-mcp-server', taskDefinitionArn: revision },
      lastStatus: 'RUNNING',
    });
    const ends = new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (!aws.namesOfCalls().includes('DescribeTasks')) return;
        clearInterval(look);
        Object.assign(aws.tasks.all[0], {
          lastStatus: 'STOPPED',
          containers: [{ name: 'api', exitCode: 0 }],
        });
        resolve();
      }, 1);
    });

    await expect(run('b')).resolves.toBe('deployed');
    await ends;

    expect(changes()).toEqual(['UpdateService']);
    expect(aws.service.running).toBe(revision);
  });

  it('waits for the roll-out that a run which was cut off began', async () => {
    const revision = aws.revisions.register(definitionOf(imageOf('b')));
    aws.service.deployments.unshift({ ...aws.service.deployments[0]!, taskDefinition: revision });
    Object.assign(aws.service.deployments[0]!, { rolloutState: 'IN_PROGRESS', runningCount: 0 });
    aws.service.deployments[1]!.status = 'ACTIVE';

    const result = await run('b');

    expect(['deployed', 'unchanged']).toContain(result);
    expect(changes()).toEqual([]);
    expect(aws.service.running).toBe(revision);
  });

  it('leaves everything to the next run when it is told to stop', async () => {
    const stop = new AbortController();
    const told = new Error('Told to stop by SIGTERM');
    const verify = () => {
      stop.abort(told);
      return Promise.reject(told);
    };

    await expect(run('b', { verify, signal: stop.signal })).rejects.toMatchObject({
      code: 'STOPPED',
      exitCode: 9,
      message: [
        'Told to stop by SIGTERM',
        'Done: look at what runs, migrate the database, roll out.',
        'Cut off: ask what runs. What the platform has begun of it, it goes on with.',
        'Left: remove what is no longer declared.',
        'The next run goes on from here.',
      ].join('\n'),
    });
    expect(aws.service.running).toMatch(/mcp-server:2$/);
    expect(aws.service.tags).toEqual([]);
    await expect(run('b')).resolves.toBe('unchanged');
  });

  describe('when AWS has a bad day', () => {
    const failing = { status: 500, body: { __type: 'ServerException', message: 'oops' } };
    const silent: WireAnswer = { status: 0, body: '', lost: 'never' };
    // The pauses between attempts of AWS's client are a random part of a second.
    beforeEach(() => jest.spyOn(Math, 'random').mockReturnValue(0));
    const untilUpdated = (fault: WireAnswer) => {
      let left = 7;
      lost = (call) =>
        call === 'DescribeServices' && aws.namesOfCalls().includes('UpdateService') && left-- > 0
          ? fault
          : undefined;
    };

    it('ends when no answer ever comes', async () => {
      lost = (call) => (call === 'DescribeServices' ? silent : undefined);

      await expect(run('b')).rejects.toMatchObject({
        code: 'FAILED',
        message: expect.stringContaining('ecs:DescribeServices failed with TimeoutError'),
      });
    });

    it.each([
      ['fails', failing],
      ['throttles', FakeAws.throttled],
      ['does not answer', silent],
      ['breaks the connection', { status: 0, body: '', lost: 'before' as const }],
    ])('waits on while it %s', async (_, fault) => {
      untilUpdated(fault);

      await expect(run('b')).resolves.toBe('deployed');
      expect(changes()).toEqual(['RegisterTaskDefinition', 'RunTask', 'UpdateService']);
    });

    it('migrates once when the answer is lost after it has begun', async () => {
      let first = true;
      lost = (call, carryOut) => {
        if (call !== 'RunTask' || !first) return undefined;
        first = false;
        carryOut();
        return failing;
      };

      await expect(run('b')).resolves.toBe('deployed');
      expect(aws.tasks.all).toHaveLength(1);
    });

    it('goes back once it answers again', async () => {
      aws.service.comesUp = false;
      let left = 9;
      lost = (call) =>
        call === 'UpdateService' && aws.service.running !== before && left-- > 0
          ? failing
          : undefined;

      await expect(run('b')).rejects.toMatchObject({ code: 'ROLLED_BACK' });
      expect(aws.service.running).toBe(before);
    });

    it('gives up a lock whose writing was not answered', async () => {
      lost = (call, carryOut) => {
        if (call !== 'TagResource') return undefined;
        carryOut();
        return failing;
      };

      await expect(run('b')).rejects.toMatchObject({ code: 'FAILED' });
      expect(aws.service.tags).toEqual([]);
    });

    it.each(['DescribeServices', 'RunTask', 'UpdateService'])(
      'has one exit code for a missing right, such as %s',
      async (right) => {
        lost = (call) => (call === right ? FakeAws.refused : undefined);

        await expect(run('b')).rejects.toMatchObject({
          exitCode: 4,
          message: expect.stringContaining(`ecs:${right} failed with AccessDeniedException`),
        });
        expect(aws.service.running).toBe(before);
      },
    );

    it('goes back although the revision that failed cannot be taken out of use', async () => {
      aws.service.comesUp = false;
      lost = (call) => (call === 'DeregisterTaskDefinition' ? FakeAws.refused : undefined);

      await expect(run('b')).rejects.toMatchObject({ code: 'ROLLED_BACK' });
      expect(aws.service.running).toBe(before);
    });

    it('is stopped at once in the middle of a call that nobody answers', async () => {
      const stop = new AbortController();
      lost = (call) => {
        if (call !== 'UpdateService') return undefined;
        stop.abort(new DeployError('STOPPED', 'Told to stop by SIGTERM.'));
        return silent;
      };

      await expect(run('b', { signal: stop.signal })).rejects.toMatchObject({
        code: 'STOPPED',
        message: expect.stringContaining('Cut off: roll out.'),
      });
      expect(changes().filter((name) => name === 'UpdateService')).toEqual([]);
      expect(aws.service.tags).toEqual([]);
      lost = () => undefined;
      await expect(run('b')).resolves.toBe('deployed');
    });

    it('says so when the lock could not be given up', async () => {
      lost = (call) => (call === 'UntagResource' ? failing : undefined);

      await expect(run('b')).resolves.toBe('deployed');
      expect(lines.join('')).toContain('ends by itself within 90 s');
    });
  });

  describe('to a service that is scaled to nothing', () => {
    beforeEach(() => {
      aws.service.desiredCount = 0;
      aws.service.runs(definitionOf(imageOf('a')));
      before = aws.service.running;
    });
    const verify = () => Promise.reject(new Error('503: there are no tasks'));

    it('proves by one task that the release starts, asks nobody, and leaves it at nothing', async () => {
      await expect(run('b', { verify })).resolves.toBe('deployed');

      expect(changes()).toEqual([
        ...['RegisterTaskDefinition', 'RunTask', 'RunTask', 'StopTask', 'UpdateService'],
      ]);
      expect(aws.calls.find(({ name }) => name === 'UpdateService')!.body).not.toHaveProperty(
        'desiredCount',
      );
      expect(aws.tasks.all.every(({ lastStatus }) => lastStatus === 'STOPPED')).toBe(true);
    });

    it('does not roll out what does not start', async () => {
      aws.service.comesUp = false;
      aws.log = ['DATABASE_URL is missing'];

      await expect(run('b', { verify })).rejects.toMatchObject({
        code: 'ROLLED_BACK',
        message: expect.stringContaining('exit code 78'),
        details: ['  | DATABASE_URL is missing'],
      });
      expect(aws.service.running).toBe(before);
      expect(changes()).not.toContain('UpdateService');
    });
  });
});
