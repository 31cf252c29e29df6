import { type FakeService, fakeEcs } from './fake-ecs.fixture';
import { applyService } from './apply-service';
import { ecsFiles } from './environment';
import { serviceSettings } from './service-settings';

const place = { TaskSubnets: 'subnet-b,subnet-a', TaskSecurityGroup: 'sg-1', TargetGroup: 'tg-1' };
const environment = ecsFiles.environment('staging');
const newest = 'arn:aws:ecs:eu-central-1:111111111111:task-definition/mcp-server:9';

describe('the service of the api, which no stack owns', () => {
  let ecs: Awaited<ReturnType<typeof fakeEcs>>;
  const settings = serviceSettings('api', place);

  beforeEach(async () => (ecs = await fakeEcs()));
  afterEach(() => ecs.stop());

  const apply = (wanted = settings) => {
    const live = ecs.service && structuredClone(ecs.service);
    const revision = live?.taskDefinition ?? 'first';
    return applyService(ecs.client, environment, 'api', {
      ...{ settings: wanted, revision },
      ...(live && { live }),
    });
  };
  const running = (): FakeService => ({ ...settings, taskDefinition: newest, desiredCount: 7 });

  it('is made with the first revision and the size of the environment', async () => {
    await expect(apply()).resolves.toEqual(['mcp-server: created']);
    expect(ecs.service).toMatchObject({ taskDefinition: 'first', desiredCount: 1 });
    await expect(apply()).resolves.toEqual([]);
  });

  it('keeps what it runs and its size when its settings change', async () => {
    ecs.service = { ...running(), healthCheckGracePeriodSeconds: 5 };
    await expect(apply()).resolves.toEqual(['mcp-server: healthCheckGracePeriodSeconds: 5 → 60']);
    expect(ecs.service).toMatchObject({ taskDefinition: newest, desiredCount: 7 });
    expect(ecs.service.healthCheckGracePeriodSeconds).toBe(60);
  });

  it('runs the same image after a provision that failed, and after the one that repairs it', async () => {
    ecs.service = { ...running(), healthCheckGracePeriodSeconds: 5 };
    ecs.fails = true;
    await expect(apply()).rejects.toThrow('ecs:UpdateService');
    expect(ecs.service.taskDefinition).toBe(newest);
    ecs.fails = false;
    await apply();
    expect(ecs.service.taskDefinition).toBe(newest);
  });

  it('is left alone where AWS lists in another order and adds fields', async () => {
    ecs.service = structuredClone(running());
    ecs.service.networkConfiguration!.awsvpcConfiguration!.subnets!.reverse();
    Object.assign(ecs.service.deploymentConfiguration!, { strategy: 'ROLLING' });
    await expect(apply()).resolves.toEqual([]);
    expect(ecs.calls).toEqual([]);
  });

  it('moves its tasks when they belong on other capacity', async () => {
    ecs.service = { ...running(), capacityProviderStrategy: [] };
    await apply();
    expect(ecs.calls).toMatchObject([
      { name: 'UpdateService', body: { forceNewDeployment: true } },
    ]);
  });
});
