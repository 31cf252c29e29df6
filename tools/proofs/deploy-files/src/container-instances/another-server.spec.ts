import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import { settingsOf } from '@repo/platform/src/deploy/templates/server-settings';
import { containerEnvironment } from '@repo/platform/src/platforms/container-instances/environment-file';
import {
  readGroup,
  renderGroup,
} from '@repo/platform/src/platforms/container-instances/render-group';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ANOTHER, withAnotherServer } from '../another-server';
import { environments } from '../environment/deployed';
import { literalFaults } from '../literal-faults';
import { GROUP_TYPE } from './group-type';
import { flat, type Group, groupFaults } from './group-faults';

jest.setTimeout(60_000);

const image = `examplemcp.azurecr.io/mcp/another@sha256:${'a'.repeat(64)}`;

let folder: string;
let root: string;
beforeAll(() => {
  root = withAnotherServer('container-instances');
  folder = join(root, 'deploy/container-instances');
});
afterAll(() => rmSync(root, { recursive: true }));

describe.each(environments)('another server on Container Instances, in %s', (environment) => {
  const render = () => {
    const read = readGroup(folder, `${ANOTHER}.yaml`);
    const values = Object.fromEntries(read.secrets.map((name) => [name, `value of ${name}`]));
    const settings = readEnvironment(folder, environment, containerEnvironment);
    const group = renderGroup(read, settingsOf(settings, ANOTHER), image, values);
    return { group: group as unknown as Group, settings };
  };

  it('has the fields that Azure knows, and is safe', () => {
    const { group } = render();
    expect(literalFaults([[GROUP_TYPE, flat(group)]])).toEqual([]);
    expect(groupFaults(group)).toEqual([]);
    expect(JSON.stringify(group)).not.toContain('${');
  });

  it('is a group of its own, at addresses of its own', () => {
    const { group, settings } = render();
    const { ipAddress, containers } = group.properties;
    expect([group.name, containers[0]!.name]).toEqual([`mcp-server-${ANOTHER}`, ANOTHER]);
    expect(ipAddress!.dnsNameLabel).toBe(`${settings.dnsLabel}-${ANOTHER}`);
    const { environmentVariables } = containers[0]!.properties;
    const url = `https://${ANOTHER}.${settings.domain}`;
    expect(environmentVariables).toContainEqual({ name: 'PUBLIC_URL', value: url });
  });
});
