import { join } from 'node:path';
import { damaged } from '../damaged';
import { complaints, complaintsOf, isInstalled } from '../run-tool';
import { textOf, workspace } from '../workspace';
import { samFaults } from './sam-faults';
import { parseSam, resourceOf, type SamTemplate } from './sam-template';

jest.setTimeout(60_000);

const path = 'deploy/lambda/template.yaml';
const text = textOf(path);
const template = parseSam(text);
const hasLinter = isInstalled('cfn-lint');
const itWithLinter = hasLinter ? it : it.skip;
if (!hasLinter) console.warn('Without cfn-lint the template of Lambda is held to the spec alone.');

const function_ = (copy: SamTemplate) => resourceOf(copy, 'McpFunction').Properties;

describe('the template of Lambda', () => {
  it('has what SAM and CloudFormation know, refers to what is there, and is safe', () => {
    expect(Object.keys(template.Resources).length).toBeGreaterThan(15);
    expect(samFaults(template)).toEqual([]);
  });

  itWithLinter('is taken by cfn-lint, which transforms it as AWS does', () => {
    expect(complaints('cfn-lint', join(workspace, path))).toBe('');
    const broken = text.replace('MemorySize:', 'MemorySiz:');
    expect(complaintsOf(broken, 'template.yaml', (file) => complaints('cfn-lint', file))).toContain(
      'MemorySiz',
    );
  });

  it.each<[string, (copy: SamTemplate) => unknown, string]>([
    ['a property that SAM has not', (copy) => (function_(copy)['Memory'] = 1), 'has no Memory'],
    [
      'a property that Lambda has not',
      (copy) => ((function_(copy)['LoggingConfig'] as Record<string, unknown>)['Group'] = 'x'),
      'LoggingConfig has no Group',
    ],
    [
      'a missing property',
      (copy) => delete resourceOf(copy, 'HttpApiIntegration').Properties['IntegrationType'],
      'lacks IntegrationType',
    ],
    [
      'a name that is not there',
      (copy) => (resourceOf(copy, 'OpenFunctionUrl').Properties['FunctionName'] = { Ref: 'Gone' }),
      'nothing is named Gone',
    ],
    [
      'a condition that is not there',
      (copy) => (resourceOf(copy, 'HttpApi').Condition = 'Gone'),
      'no condition is named Gone',
    ],
    [
      'a password in the template',
      (copy) =>
        ((function_(copy)['Environment'] as { Variables: Record<string, string> }).Variables[
          'JWT_SECRET'
        ] = 'x'),
      'JWT_SECRET stands in plain sight',
    ],
    ['a longer time-out', (copy) => (function_(copy)['Timeout'] = 60), '30 s at most'],
    [
      'no alarm',
      (copy) => (function_(copy)['DeploymentPreference'] = { Type: 'AllAtOnce' }),
      'no alarm',
    ],
    [
      'logs without an end',
      (copy) => delete resourceOf(copy, 'FunctionLogs').Properties['RetentionInDays'],
      'kept for ever',
    ],
  ])('is refused with %s', (_, damage, fault) => {
    expect(samFaults(damaged(template, (copy) => void damage(copy))).join('\n')).toContain(fault);
  });

  it('gives the defaults of the hosting guide', () => {
    const { Parameters, Outputs } = template;
    expect(function_(template)).toMatchObject({ Timeout: 30, Architectures: ['arm64'] });
    expect(Parameters['Stage']!.Default).toBe('prod');
    expect(Outputs).toHaveProperty('Endpoint');
    expect(resourceOf(template, 'PostMcpRoute').Properties['RouteKey']).toBe('POST /mcp');
  });

  it('names handlers that the bundle exports, that of streams for the Function URL', () => {
    const handler = { 'Fn::If': ['UsesFunctionUrl', 'main.streamHandler', 'main.handler'] };
    expect(function_(template)['Handler']).toEqual(handler);
    const entry = textOf('apps/serverless/src/aws-lambda/main.ts');
    for (const name of ['streamHandler', 'handler']) {
      expect(entry).toContain(`export const ${name} =`);
    }
  });

  it('has values in samconfig.toml for parameters that there are', () => {
    const given = [...textOf('deploy/lambda/samconfig.toml').matchAll(/^ {2}"(\w+)=/gm)];
    expect(given.length).toBeGreaterThan(3);
    for (const [, name] of given) expect(template.Parameters).toHaveProperty(name!);
  });
});
