import { EcsFiles } from '@repo/platform/src/platforms/ecs/ecs-files';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ANOTHER, withAnotherServer } from '../another-server';
import { appsOn } from '../apps-on';
import { isInstalled, synthesized } from '../aws-infrastructure/synthesized';
import { type Template, templateFaults } from '../aws-infrastructure/template-faults';
import { environments } from '../environment/deployed';
import { workspace } from '../workspace';
import { connectionsOf } from './connections';
import { taskDefinitionFaults } from './task-definition-faults';
import { typeFaults } from './type-faults';

const INFRASTRUCTURE = 'deploy/aws-infrastructure';
const isFirst = appsOn('ecs').length === 2;
const SERVICE = `mcp-server-${ANOTHER}`;

let root: string;
let files: EcsFiles;
beforeAll(() => {
  root = withAnotherServer('ecs', 'aws-infrastructure');
  files = new EcsFiles(join(root, 'deploy/ecs'));
  if (!isInstalled) return;
  const packages = `${INFRASTRUCTURE}/node_modules`;
  symlinkSync(join(workspace, packages), join(root, packages));
});
afterAll(() => rmSync(root, { recursive: true }));

describe.each(environments)('another server on ECS, in %s', (name) => {
  const render = (app: string) => {
    const image = `registry.example.com/${app}@sha256:${'a'.repeat(64)}`;
    const values = templateValues(files.environment(name), app, image);
    return renderTaskDefinition(files.taskDefinition(app), values);
  };

  it('is what ECS knows, with roles and a log of its own', () => {
    const definition = render(ANOTHER);
    expect(typeFaults(definition)).toEqual([]);
    expect(taskDefinitionFaults(definition)).toEqual([]);
    const text = JSON.stringify(definition);
    expect(text.replaceAll(SERVICE, '')).not.toMatch(/\$\{|mcp-server/);
  });

  it('is the container that the deploy gives the image, and brings no migration', () => {
    const { container, migrate, service } = files.service(ANOTHER);
    expect(render(ANOTHER).containerDefinitions![0]!.name).toBe(container);
    expect([container, migrate, service]).toEqual([ANOTHER, undefined, SERVICE]);
  });

  it('is reached at a host of its own, and knows it', () => {
    const { domain } = files.environment(name);
    const { environment } = render(ANOTHER).containerDefinitions![0]!;
    const host = `${ANOTHER}.${domain}`;
    expect(environment).toContainEqual({ name: 'PUBLIC_URL', value: `https://${host}` });
    expect(environment).toContainEqual({ name: 'ALLOWED_HOSTS', value: host });
  });

  // Where a fork has further servers already, its own sizes say how many connections are left.
  (isFirst ? it : it.skip)('leaves the database connections enough', () => {
    const { wanted, allowed } = connectionsOf(files.environment(name), { workers: 1 });
    expect(wanted).toBeLessThan(allowed);
  });
});

(isInstalled ? describe : describe.skip)('the infrastructure with another server', () => {
  let foundation: Template;
  let services: Template;
  let scaling: Template;
  beforeAll(() => {
    [foundation, services, scaling] = synthesized('production', root) as [
      ...[Template, Template, Template],
    ];
  });

  const propertiesOf = (template: Template, type: string) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties as Record<string, never>);

  it('is what CloudFormation knows', () => {
    expect([foundation, services, scaling].flatMap(templateFaults)).toEqual([]);
  });

  it('has its roles, its log, its size and its alarms', () => {
    const roles = propertiesOf(foundation, 'AWS::IAM::Role').map(({ RoleName }) => RoleName);
    expect(roles).toEqual(expect.arrayContaining([`${SERVICE}-task`, `${SERVICE}-execution`]));
    expect(JSON.stringify(foundation)).toContain(`"/ecs/${SERVICE}"`);
    const targets = propertiesOf(scaling, 'AWS::ApplicationAutoScaling::ScalableTarget');
    expect(targets.map(({ ResourceId }) => ResourceId)).toContain(`service/mcp/${SERVICE}`);
    const unhealthy = propertiesOf(services, 'AWS::CloudWatch::Alarm').filter(
      ({ MetricName }) => MetricName === 'UnHealthyHostCount',
    );
    expect(unhealthy).toHaveLength(appsOn('ecs').length);
  });

  it('leads each host to the tasks of its server alone, whatever the order of the rules', () => {
    const rules = propertiesOf(services, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(
      ({ Conditions, Actions, Priority }) => ({
        host: JSON.stringify(Conditions).match(/"Values":\["([\w.-]+)"\]/)![1]!,
        target: JSON.stringify(Actions),
        Priority,
      }),
    );
    const hosts = new Map<string, Set<string>>();
    for (const { host, target } of rules) {
      hosts.set(host, (hosts.get(host) ?? new Set()).add(target));
    }
    const { domain } = files.environment('production');
    expect([...hosts.keys()]).toEqual(expect.arrayContaining([domain, `${ANOTHER}.${domain}`]));
    for (const { size } of hosts.values()) expect(size).toBe(1);
    expect(new Set([...hosts.values()].flatMap((targets) => [...targets])).size).toBe(hosts.size);
    expect(new Set(rules.map(({ Priority }) => Priority)).size).toBe(rules.length);
  });
});
