import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { environmentFile } from '@repo/platform/src/platforms/ecs/environment-file';
import type { EcsServiceFile } from '@repo/platform/src/platforms/ecs/service-file';
import { join } from 'node:path';
import { parse } from 'yaml';
import { appsOn } from '../apps-on';
import { damaged } from '../damaged';
import { workspace } from '../workspace';
import { connectionsOf } from './connections';
import { taskDefinitionFaults } from './task-definition-faults';
import { typeFaults } from './type-faults';

const files = new EcsFiles(join(workspace, 'deploy/ecs'));
const image = `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/api@sha256:${'a'.repeat(64)}`;
const apps = appsOn('ecs');
const render = (app: string, environment: string) =>
  renderTaskDefinition(
    files.taskDefinition(app),
    templateValues(files.environment(environment), app, image),
  );

describe.each(['staging', 'production'])('the task definitions of ECS in %s', (environment) => {
  it.each(apps)('are what ECS knows, with the least rights: %s', (app) => {
    const definition = render(app, environment);
    expect(typeFaults(definition)).toEqual([]);
    expect(taskDefinitionFaults(definition)).toEqual([]);
    expect(JSON.stringify(definition)).not.toContain('${');
  });

  it.each(apps)('have a collector that the app does not need: %s', (app) => {
    const [own, collector, ...others] = render(app, environment).containerDefinitions!;
    expect([own!.essential, collector!.essential, others.length]).toEqual([true, false, 0]);
    const config = parse(collector!.environment![0]!.value!) as Record<string, object>;
    expect(config['exporters']).toMatchObject({ awsemf: { region: 'eu-central-1' } });
    const [target] = JSON.stringify(config['receivers']).match(/127\.0\.0\.1:\d+/)!;
    const port = app === 'worker' ? '8001' : '9464';
    expect(target).toBe(`127.0.0.1:${port}`);
    expect(JSON.stringify(own)).toContain(port);
  });

  it('share no role between the apps', () => {
    const definitions = apps.map((app) => render(app, environment));
    const roles = definitions.flatMap((one) => [one.executionRoleArn, one.taskRoleArn]);
    expect(new Set(roles).size).toBe(2 * apps.length);
  });
});

describe('a broken task definition', () => {
  const definition = render('api', 'staging');
  const container = (copy: typeof definition) => copy.containerDefinitions![0]!;

  it('is refused with a field that ECS does not know, or a wrong type', () => {
    const misspelt = damaged(definition, (copy) =>
      Object.assign(container(copy), { stopTimeOut: 1 }),
    );
    const wrong = damaged(definition, (copy) => Object.assign(copy, { cpu: 256 }));
    expect(typeFaults(misspelt)[0]).toContain('stopTimeOut');
    expect(typeFaults(wrong)[0]).toContain('number');
  });

  it.each<[string, (copy: typeof definition) => unknown, string]>([
    ['a pair that Fargate has not', (copy) => (copy.memory = '4096'), 'Fargate has no 256 CPU'],
    ['one role for both', (copy) => (copy.taskRoleArn = copy.executionRoleArn), 'that ECS has'],
    ['a tag', (copy) => (container(copy).image = 'mcp/api:latest'), 'no digest'],
    ['a drain that is cut off', (copy) => (container(copy).stopTimeout = 45), 'is cut off'],
    ['nowhere to write', (copy) => delete copy.volumes, 'not to /tmp either'],
    [
      'a collector without a limit',
      (copy) => delete copy.containerDefinitions![1]!.memory,
      'may take the memory',
    ],
    ['a root user', (copy) => (container(copy).user = '0'), 'as root'],
    [
      'a password in the environment',
      (copy) => container(copy).environment!.push({ name: 'JWT_SECRET', value: 'x' }),
      'plain sight',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    const broken = damaged(definition, (copy) => void damage(copy));
    expect(taskDefinitionFaults(broken).join('\n')).toContain(fault);
  });
});

describe.each(['staging', 'production'])('the connections of all tasks in %s', (name) => {
  const settings = files.environment(name);

  it('are fewer than the database has, while both versions run', () => {
    const { wanted, allowed } = connectionsOf(settings, { workers: 1 });
    expect(wanted).toBeLessThan(allowed);
  });

  it.each<[string, (copy: typeof settings) => unknown]>([
    ['larger pools', (copy) => (copy.database.poolSize = 20)],
    ['more tasks', (copy) => (copy.sizes.api.max = 40)],
    ['a smaller database', (copy) => (copy.database.instance = 't4g.nano')],
  ])('would be too many with %s', (_, change) => {
    const broken = damaged(settings, (copy) => void change(copy));
    const { wanted, allowed } = connectionsOf(broken, { workers: 1 });
    expect(wanted).toBeGreaterThanOrEqual(allowed);
  });

  it('are those of the one process that a task of the api has', () => {
    const { environment } = render('api', name).containerDefinitions![0]!;
    expect(environment).toContainEqual({ name: 'WORKERS', value: '1' });
    const { wanted, allowed } = connectionsOf(settings, { workers: 4 });
    expect(wanted).toBeGreaterThanOrEqual(allowed);
  });
});

describe('the files of deploy/ecs', () => {
  /** Spot may take all its tasks at once: one must be left that wakes the others. */
  const isOnSpotAlone = ({ capacity }: EcsServiceFile) =>
    capacity.some(({ provider }) => provider === 'FARGATE_SPOT') &&
    !capacity.some(({ provider, base }) => provider === 'FARGATE' && base > 0);

  it('leave no service on Spot alone', () => {
    const worker = files.service('worker');
    expect(apps.filter((app) => isOnSpotAlone(files.service(app)))).toEqual([]);
    expect(worker.capacity.map(({ provider }) => provider)).toContain('FARGATE_SPOT');
    expect(isOnSpotAlone(damaged(worker, (copy) => void (copy.capacity[0]!.base = 0)))).toBe(true);
  });

  it('are refused with a time zone that does not exist', () => {
    const { name, ...staging } = files.environment('staging');
    const opensIn = (timeZone: string) =>
      damaged(staging, (copy) => {
        const open = { name: 'open', cron: 'cron(0 8 ? * MON-FRI *)', timeZone, min: 1, max: 3 };
        Object.assign(copy.sizes.api, { schedule: [open] });
      });
    expect(environmentFile.safeParse(opensIn('Europe/Berlin')).success).toBe(name === 'staging');
    const broken = opensIn('Europe/Bonn');
    expect(environmentFile.safeParse(broken).success).toBe(false);
  });
});
