import { containerEnvironment } from '@repo/platform/src/platforms/container-instances/environment-file';
import {
  readGroup,
  renderGroup,
} from '@repo/platform/src/platforms/container-instances/render-group';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { settingsOf } from '@repo/platform/src/deploy/templates/server-settings';
import { join } from 'node:path';
import { appsOn } from '../apps-on';
import { damaged } from '../damaged';
import { literalFaults } from '../literal-faults';
import { textOf, workspace } from '../workspace';
import { flat, type Group, groupFaults } from './group-faults';
import { GROUP_TYPE } from './group-type';

jest.setTimeout(60_000);

const MIGRATION = 'migration.yaml';
const folder = join(workspace, 'deploy/container-instances');
const image = `examplemcp.azurecr.io/mcp/api@sha256:${'a'.repeat(64)}`;

function render(file: string, environment: string): Group {
  const read = readGroup(folder, file);
  const values = Object.fromEntries(read.secrets.map((name) => [name, `value of ${name}`]));
  const settings = readEnvironment(folder, environment, containerEnvironment);
  const app = file === MIGRATION ? 'api' : file.replace('.yaml', '');
  return renderGroup(read, settingsOf(settings, app), image, values) as unknown as Group;
}

describe.each(['staging', 'production'])('the container groups of Azure in %s', (environment) => {
  const files = appsOn('container-instances').map((app) => `${app}.yaml`);
  const groups = [...files, MIGRATION].map((file) => render(file, environment));

  it('have the fields that Azure knows, and nothing left to fill in', () => {
    expect(literalFaults(groups.map((group) => [GROUP_TYPE, flat(group)]))).toEqual([]);
    expect(JSON.stringify(groups)).not.toContain('${');
  });

  it('are safe, and fit together', () => {
    expect(groups.flatMap(groupFaults)).toEqual([]);
  });
});

describe('the container group', () => {
  const group = render('api.yaml', 'staging');
  const container = (copy: Group) => copy.properties.containers[0]!.properties;

  it('has the size, the port and the name of the hosting guide', () => {
    expect(group.properties).toMatchObject({
      osType: 'Linux',
      restartPolicy: 'Always',
      ipAddress: { type: 'Public', dnsNameLabel: 'example-mcp-staging', ports: [{ port: 8000 }] },
    });
    expect(container(group).resources.requests).toEqual({ cpu: 1, memoryInGB: 1 });
  });

  it('says in its first lines that there is no TLS', () => {
    expect(textOf('deploy/container-instances/api.yaml').slice(0, 500)).toContain('no TLS');
  });

  it('is refused with a field that is not there, a wrong type, or a missing one', () => {
    const broken = [
      damaged(group, (copy) => Object.assign(container(copy), { livenesProbe: {} })),
      damaged(group, (copy) => Object.assign(container(copy).resources.requests, { cpu: '1' })),
      damaged(group, (copy) => delete (container(copy) as { image?: string }).image),
    ];
    const faults = literalFaults(broken.map((copy) => [GROUP_TYPE, flat(copy)])).join('\n');
    expect(faults).toContain('livenesProbe');
    expect(faults).toContain(`'string' is not assignable to type 'number'`);
    expect(faults).toContain(`'image' is missing`);
  });

  it.each<[string, (copy: Group) => unknown, string]>([
    ['a tag', (copy) => (container(copy).image = 'api:latest'), 'no digest'],
    [
      'a secret that everybody may read',
      (copy) => container(copy).environmentVariables.push({ name: 'JWT_SECRET', value: 'x' }),
      'plain sight',
    ],
    ['no restart', (copy) => (copy.properties.restartPolicy = 'Never'), 'stays away'],
    ['no probe', (copy) => delete container(copy).livenessProbe, 'probe is missing'],
    [
      'a probe at another port',
      (copy) => (container(copy).readinessProbe!.httpGet!.port = 80),
      'a probe asks a port',
    ],
    [
      'an open port without a container',
      (copy) => copy.properties.ipAddress!.ports.push({ port: 9464 }),
      'opens a port',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    expect(groupFaults(damaged(group, (copy) => void damage(copy))).join('\n')).toContain(fault);
  });
});
