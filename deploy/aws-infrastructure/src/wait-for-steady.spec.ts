import type { DeploymentRolloutState } from '@aws-sdk/client-ecs';
import { FakeClock } from '@repo/platform/src/deploy/testing/fake-clock';
import { fakeEcs, throttled } from './fake-ecs.fixture';
import { serviceSettings } from './service-settings';
import { isUnderWay, waitForSteady } from './wait-for-steady';

const place = { TaskSubnets: 'subnet-b,subnet-a', TaskSecurityGroup: 'sg-1', TargetGroup: 'tg-1' };
const settings = serviceSettings('api', place);
const before = { ...settings, capacityProviderStrategy: [] };
const revision = 'arn:aws:ecs:eu-central-1:111111111111:task-definition/mcp-server:9';

const deployment = (rolloutState: DeploymentRolloutState, running = 2, more = {}) => ({
  ...{ status: 'PRIMARY', taskDefinition: revision, rolloutState },
  ...{ runningCount: running, desiredCount: 2, ...more },
});

describe('a provision that has changed a service', () => {
  let ecs: Awaited<ReturnType<typeof fakeEcs>>;
  let clock: FakeClock;
  beforeEach(async () => {
    ecs = await fakeEcs();
    clock = new FakeClock();
    ecs.service = { ...settings, taskDefinition: revision };
    ecs.deployments = [deployment('IN_PROGRESS', 0)];
  });
  afterEach(() => ecs.stop());

  const wait = () =>
    waitForSteady(ecs.api, 'api', settings, { clock, pollMs: 10_000, timeoutMs: 60_000 });
  const steady = () => void (ecs.deployments = [deployment('COMPLETED')]);

  it('waits until its tasks run, through errors that pass', async () => {
    ecs.looks.push(
      () => undefined,
      throttled,
      () => ({ status: 500, body: {}, lost: 'before' as const }),
      steady,
    );
    await wait();
    expect(ecs.calls).toHaveLength(4);
  });

  it('waits while ECS still tells the settings before', async () => {
    ecs.service = { ...before, taskDefinition: revision };
    steady();
    ecs.looks.push(
      () => undefined,
      () => void (ecs.service = { ...settings, taskDefinition: revision }),
    );
    await wait();
    expect(ecs.calls).toHaveLength(2);
  });

  it('waits for whatever revision a deploy brings meanwhile', async () => {
    const newer = `${revision}0`;
    ecs.looks.push(
      () => undefined,
      () =>
        void (ecs.deployments = [
          deployment('IN_PROGRESS', 0, { taskDefinition: newer }),
          deployment('COMPLETED', 2, { status: 'ACTIVE' }),
        ]),
      () => void (ecs.deployments = [deployment('COMPLETED', 2, { taskDefinition: newer })]),
    );
    await wait();
    expect(ecs.calls).toHaveLength(3);
  });

  it('fails with the reason of ECS when its tasks do not come up', async () => {
    const rolloutStateReason = 'tasks failed to start';
    ecs.looks.push(
      () => undefined,
      () => void (ecs.deployments = [deployment('FAILED', 0, { rolloutStateReason })]),
    );
    await expect(wait()).rejects.toMatchObject({
      code: 'FAILED',
      message: 'mcp-server does not become steady: tasks failed to start.',
    });
  });

  it('fails when the circuit breaker has gone back to the settings before', async () => {
    ecs.looks.push(
      () => undefined,
      () => {
        ecs.service = { ...before, taskDefinition: revision };
        steady();
      },
    );
    await expect(wait()).rejects.toMatchObject({
      code: 'FAILED',
      message: expect.stringContaining('went back to the settings before'),
      details: [expect.stringContaining('capacityProviderStrategy')],
    });
  });

  it('fails when the time is up, with the last answer', async () => {
    ecs.looks.push(...Array.from({ length: 20 }, () => throttled));
    const began = clock.now();
    await expect(wait()).rejects.toMatchObject({
      message: expect.stringMatching(/^A steady mcp-server took longer than 1 minutes\. The last/),
    });
    expect(clock.now() - began).toBe(60_000);
  });
});

it('is waited for as well where an earlier run began and was cut off', () => {
  expect(isUnderWay({ deployments: [deployment('IN_PROGRESS', 0)] })).toBe(true);
  expect(isUnderWay({ deployments: [deployment('COMPLETED')] })).toBe(false);
  expect(isUnderWay({ deployments: [deployment('FAILED', 0)] })).toBe(false);
});
