import { type ArmTemplate, ofType } from './arm-template';

/** What Azure would refuse of a template, and what this one must not be. */
export const armFaults = (template: ArmTemplate): string[] => [
  ...nameFaults(template),
  ...safetyFaults(template),
];

/** Every parameter and variable is there, is used, and every expression is closed. */
function nameFaults(template: ArmTemplate): string[] {
  const { resources, outputs, variables } = template;
  const text = JSON.stringify([resources, outputs, variables]);
  const named = (kind: string) =>
    new Set([...text.matchAll(new RegExp(`${kind}\\('(\\w+)'\\)`, 'g'))].map(([, name]) => name!));
  const faults = (['parameters', 'variables'] as const).flatMap((kind) => {
    const [used, there] = [named(kind), Object.keys(template[kind])];
    return [
      ...[...used].filter((name) => !there.includes(name)).map((name) => `${kind}: no ${name}`),
      ...there.filter((name) => !used.has(name)).map((name) => `${kind}: nobody uses ${name}`),
    ];
  });
  const open = [...text.matchAll(/"(\[[a-z][^"]*)"/g)]
    .map(([, expression]) => expression!)
    .filter((one) => one.split('(').length !== one.split(')').length || !one.endsWith(']'));
  const ids = dependencies(template).filter((type) => ofType(template, type).length === 0);
  return [
    ...faults,
    ...open.map((one) => `${one} is not closed`),
    ...ids.map((type) => `waits for ${type}, which is not here`),
  ];
}

const dependencies = ({ resources }: ArmTemplate) =>
  resources
    .flatMap(({ dependsOn = [] }) => dependsOn)
    .flatMap((id) => /resourceId\('([^']+)'/.exec(id)?.[1] ?? []);

interface SiteProperties {
  httpsOnly?: boolean;
  siteConfig: { ftpsState?: string; appSettings: { name: string; value: string }[] };
  functionAppConfig: {
    deployment: { storage: { authentication: { type: string } } };
    scaleAndConcurrency: { instanceMemoryMB: number };
  };
}

const secretName = /SECRET|PASSWORD|PRIVATE|API_KEY|DATABASE_URL|REDIS_URL/;
const memory = [512, 2_048, 4_096];

function safetyFaults(template: ArmTemplate): string[] {
  const [site] = ofType(template, 'Microsoft.Web/sites');
  const [storage] = ofType(template, 'Microsoft.Storage/storageAccounts');
  const policies = ofType(template, 'Microsoft.Web/sites/basicPublishingCredentialsPolicies');
  const { httpsOnly, siteConfig, functionAppConfig } = site!.properties as SiteProperties;
  const settings = siteConfig.appSettings;
  const open = settings.filter(
    ({ name, value }) => secretName.test(name) && !value.includes('@Microsoft.KeyVault('),
  );
  const { scaleAndConcurrency, deployment } = functionAppConfig;
  const faults: [boolean, string][] = [
    [open.length > 0, `${open.map(({ name }) => name).join()} stands in plain sight`],
    [
      settings.some(({ name }) => /^FUNCTIONS_WORKER_RUNTIME|WEBSITE_/.test(name)),
      'Flex refuses a setting',
    ],
    [httpsOnly !== true, 'it answers without TLS'],
    [siteConfig.ftpsState !== 'Disabled', 'it takes files by FTP'],
    [storage!.properties!['allowSharedKeyAccess'] !== false, 'the storage has keys'],
    [deployment.storage.authentication.type !== 'UserAssignedIdentity', 'it deploys by a key'],
    [!memory.includes(scaleAndConcurrency.instanceMemoryMB), 'Flex has no such size'],
    [policies.filter(({ properties }) => properties!['allow'] === false).length < 2, 'passwords'],
  ];
  return faults.filter(([is]) => is).map(([, fault]) => fault);
}
