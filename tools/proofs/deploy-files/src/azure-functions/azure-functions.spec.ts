import { functionEnvironment } from '@repo/platform/src/platforms/azure-functions/environment-file';
import { readEnvironment } from '@repo/platform/src/deploy/templates/read-environment';
import Ajv from 'ajv';
import { join } from 'node:path';
import { damaged } from '../damaged';
import { literalFaults } from '../literal-faults';
import { textOf, workspace } from '../workspace';
import { armFaults } from './arm-faults';
import { type ArmTemplate, evaluated, ofType } from './arm-template';
import { hostSchema } from './host-schema';

jest.setTimeout(120_000);

const template = JSON.parse(textOf('deploy/azure-functions/infrastructure.json')) as ArmTemplate;
const models = `import('@azure/arm-appservice')`;
const site = (copy: ArmTemplate) => ofType(copy, 'Microsoft.Web/sites')[0]!;
const literal = (resource: ReturnType<typeof site>) => evaluated(resource.properties);

/** The type of a site in the form of the REST interface. */
const siteType = `${models}.SiteProperties`;

describe('the infrastructure of the Azure function', () => {
  it('has a site that Azure knows to the last field', () => {
    expect(literalFaults([[siteType, literal(site(template))]])).toEqual([]);
  });

  it('refers to what is there, uses all that it has, and is safe', () => {
    expect(armFaults(template)).toEqual([]);
  });

  it('takes the names of each environment', () => {
    const folder = join(workspace, 'deploy/azure-functions');
    for (const name of ['staging', 'production']) {
      const environment = readEnvironment(folder, name, functionEnvironment);
      const { functionApp, storageAccount, keyVault, domain, location } = environment;
      const given = { functionApp, storageAccount, keyVault, domain, location };
      for (const parameter of Object.keys(given)) {
        expect(template.parameters).toHaveProperty(parameter);
      }
    }
  });

  it('is refused with a field that Azure has not, or a wrong type', () => {
    const broken = [
      damaged(template, (copy) =>
        Object.assign(site(copy).properties!['functionAppConfig'].runtime, { versoin: '24' }),
      ),
      damaged(template, (copy) => Object.assign(site(copy).properties!, { httpsOnly: 'true' })),
    ];
    const faults = literalFaults(broken.map((copy) => [siteType, literal(site(copy))])).join('\n');
    expect(faults).toContain('versoin');
    expect(faults).toContain("'string' is not assignable to type 'boolean | undefined'");
  });

  it.each<[string, (copy: ArmTemplate) => unknown, string]>([
    [
      'a parameter that is not there',
      (copy) => (site(copy).name = "[parameters('gone')]"),
      'no gone',
    ],
    ['an open expression', (copy) => (site(copy).name = "[concat('a'"), 'is not closed'],
    [
      'a wait for what is not here',
      (copy) => site(copy).dependsOn!.push("[resourceId('Microsoft.Web/gone', 'x')]"),
      'waits for Microsoft.Web/gone',
    ],
    [
      'a password in the settings',
      (copy) =>
        site(copy).properties!['siteConfig'].appSettings.push({ name: 'API_KEY', value: 'x' }),
      'API_KEY stands in plain sight',
    ],
    ['plain HTTP', (copy) => (site(copy).properties!['httpsOnly'] = false), 'without TLS'],
    [
      'a size that Flex has not',
      (copy) =>
        (site(copy).properties!['functionAppConfig'].scaleAndConcurrency.instanceMemoryMB = 1_024),
      'no such size',
    ],
    [
      'keys of the storage',
      (copy) =>
        delete ofType(copy, 'Microsoft.Storage/storageAccounts')[0]!.properties![
          'allowSharedKeyAccess'
        ],
      'has keys',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    expect(armFaults(damaged(template, (copy) => void damage(copy))).join('\n')).toContain(fault);
  });
});

describe('host.json', () => {
  const host = JSON.parse(textOf('deploy/azure-functions/host.json')) as Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  const isValid = new Ajv({ strict: true, allowUnionTypes: true }).compile(hostSchema);

  it('is what the host reads, with the paths of MCP at the root', () => {
    expect(isValid(host)).toBe(true);
    expect(host['extensions'].http.routePrefix).toBe('');
  });

  it.each<[string, (copy: typeof host) => unknown]>([
    ['a mistyped field', (copy) => Object.assign(copy['extensions'].http, { routePrefiks: '' })],
    ['another version', (copy) => (copy['version'] = '1.0')],
    ['a time-out in seconds', (copy) => (copy['functionTimeout'] = 60)],
    ['a level that there is not', (copy) => (copy['logging'].logLevel.default = 'Info')],
  ])('is refused with %s', (_, damage) => {
    expect(isValid(damaged(host, (copy) => void damage(copy)))).toBe(false);
  });
});
