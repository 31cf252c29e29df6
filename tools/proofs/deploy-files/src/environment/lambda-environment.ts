import { parseSam, resourceOf } from '../lambda/sam-template';
import { textOf } from '../workspace';
import type { Deployed, EnvironmentName } from './deployed';
import { withSecrets } from './secrets';

/** The function of Lambda, with the parameters that samconfig.toml gives. */
export function lambdaEnvironment(environment: EnvironmentName): Deployed {
  const template = parseSam(textOf('deploy/lambda/template.yaml'));
  const values = new Map(
    Object.entries(template.Parameters).map(([name, { Default }]) => [name, String(Default)]),
  );
  const [, section = ''] = textOf('deploy/lambda/samconfig.toml').split(
    `[${environment}.deploy.parameters]`,
  );
  const [given = ''] = section.split('\n[');
  for (const [, name = '', value = ''] of given.matchAll(/"(\w+)=([^"]*)"/g)) {
    values.set(name, value);
  }
  const { Variables } = resourceOf(template, 'McpFunction').Properties['Environment'] as {
    Variables: Record<string, unknown>;
  };
  const variables = Object.entries(Variables).map(([name, value]) => ({
    name,
    value: String(evaluated(value, values)),
  }));
  return { name: `lambda in ${environment}`, app: 'serverless', variables: withSecrets(variables) };
}

/** CloudFormation's functions, those that the variables use. */
function evaluated(node: unknown, values: ReadonlyMap<string, string>): unknown {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item): unknown => evaluated(item, values));
  const [[name, argument] = []] = Object.entries(node);
  if (name === 'Ref') return values.get(argument as string) ?? argument;
  if (name === 'Fn::Sub') return (argument as string).replaceAll('${AWS::Region}', 'eu-central-1');
  if (name === 'Fn::If') {
    const [condition, yes, no] = argument as [string, unknown, unknown];
    const isOff = condition === 'UsesHttpApi' && values.get('Endpoint') !== 'http-api';
    return evaluated(isOff ? no : yes, values);
  }
  const [first, second] = evaluated(argument, values) as [string, unknown];
  if (name === 'Fn::Split') return (second as string).split(first);
  if (name === 'Fn::Select') return (second as string[])[Number(first)];
  if (name === 'Fn::Join') return [second].flat().join(first);
  throw new Error(`Nothing here knows ${name}.`);
}
