import { templateFaults } from '../aws-infrastructure/template-faults';
import { passedOn, samProperties } from './sam-resources';
import { resourceOf, type SamResource, type SamTemplate } from './sam-template';

/** What SAM and CloudFormation do not agree with, and what this function must not be. */
export const samFaults = (template: SamTemplate): string[] => [
  ...propertyFaults(template),
  ...referenceFaults(template),
  ...safetyFaults(template),
];

/** SAM's own resources are held to their list, and what they pass on to the type of Lambda. */
function propertyFaults(template: SamTemplate): string[] {
  const own: string[] = [];
  const resources = Object.entries(template.Resources).map(([id, resource]) => {
    const known = samProperties[resource.Type];
    if (known === undefined) return [id, resource] as const;
    const given = Object.entries(resource.Properties ?? {});
    own.push(
      ...given.filter(([name]) => !known.includes(name)).map(([name]) => `${id} has no ${name}`),
    );
    const Properties = {
      ...Object.fromEntries(given.filter(([name]) => passedOn.includes(name))),
      Code: { S3Bucket: 'b', S3Key: 'k' },
    };
    return [id, { Type: 'AWS::Lambda::Function', Properties }] as const;
  });
  return [...own, ...templateFaults({ Resources: Object.fromEntries(resources) })];
}

const pseudo = /^AWS::/;

/** Every name that is referred to is there; SAM makes an alias of `AutoPublishAlias`. */
function referenceFaults(template: SamTemplate): string[] {
  const { Parameters, Resources, Conditions } = template;
  const aliases = Object.entries(Resources).flatMap(([id, { Properties }]) =>
    typeof Properties?.['AutoPublishAlias'] === 'string'
      ? [`${id}Alias${Properties['AutoPublishAlias']}`]
      : [],
  );
  const names = new Set([...Object.keys(Parameters), ...Object.keys(Resources), ...aliases]);
  const faults: string[] = [];
  JSON.stringify([Resources, template.Outputs, Conditions], (key, value: unknown) => {
    const isName = typeof value === 'string';
    if (key === 'Ref' && isName && !names.has(value) && !pseudo.test(value)) {
      faults.push(`nothing is named ${value}`);
    }
    if (key === 'Fn::GetAtt' && isName && !names.has(value.split('.')[0]!)) {
      faults.push(`nothing is named ${value}`);
    }
    if (key === 'Fn::If' && Array.isArray(value) && !((value[0] as string) in Conditions)) {
      faults.push(`no condition is named ${String(value[0])}`);
    }
    if (key === 'Condition' && isName && !(value in Conditions)) {
      faults.push(`no condition is named ${value}`);
    }
    return value;
  });
  return faults;
}

const secretName = /SECRET|PASSWORD|TOKEN(?!_)|PRIVATE|API_KEY|DATABASE_URL|REDIS_URL/;

function safetyFaults(template: SamTemplate): string[] {
  const { Properties: it } = resourceOf(template, 'McpFunction');
  const { Variables = {} } = it['Environment'] as { Variables?: Record<string, unknown> };
  const open = Object.entries(Variables)
    .filter(([name, value]) => secretName.test(name) && !/\{\{resolve:/.test(JSON.stringify(value)))
    .filter(([name]) => name !== 'TOOL_TIMEOUT')
    .map(([name]) => `${name} stands in plain sight`);
  const resources = Object.values(template.Resources) as unknown as SamResource[];
  const groups = resources.filter(({ Type }) => Type === 'AWS::Logs::LogGroup');
  const roles = JSON.stringify(resources.filter(({ Type }) => Type === 'AWS::IAM::Role'));
  const isLate = parseInt(String(Variables['TOOL_TIMEOUT'])) >= Number(it['Timeout']);
  const preference = it['DeploymentPreference'] as { Alarms?: unknown[] } | undefined;
  const faults: [boolean, string][] = [
    [isLate, 'a tool runs as long as the function'],
    [Number(it['Timeout']) > 30, 'an HTTP API waits 30 s at most'],
    [!preference?.Alarms?.length, 'no alarm takes a new version back'],
    [it['Tracing'] !== 'Active', 'it leaves no trace'],
    [groups.some(({ Properties }) => !Properties['RetentionInDays']), 'logs are kept for ever'],
    [/"Allow","Action":"\*"|"Allow","Action":\["\*"/.test(roles), 'it may do everything'],
  ];
  return [...open, ...faults.filter(([is]) => is).map(([, fault]) => fault)];
}
