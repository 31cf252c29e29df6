import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { readPublicPaths } from '@repo/platform/src/deploy/public-paths';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from './build-app';
import { ecsFiles, publicPathsPath } from './environment';

const imageOf = (app: string) =>
  `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp/${app}@sha256:${'a'.repeat(64)}`;
const images = { api: imageOf('api'), worker: imageOf('worker') };

describe.each(['staging', 'production'])('the infrastructure of %s', (environment) => {
  let outdir: string;
  let foundation: Template;
  let services: Template;

  // A finding of cdk-nag that nobody has accepted makes synth throw.
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
    const app = buildApp({ environment, images, outdir });
    app.synth();
    const stackOf = (name: string) =>
      Template.fromStack(app.node.findChild(`mcp-${environment}-${name}`) as Stack);
    foundation = stackOf('foundation');
    services = stackOf('services');
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  it.each(['api', 'worker'] as const)(
    'makes the first task definition of the %s just as the deploy program does',
    (app) => {
      const values = templateValues(ecsFiles.environment(environment), images[app]);
      const { family, containerDefinitions, cpu, memory } = renderTaskDefinition(
        ecsFiles.taskDefinition(app),
        values,
      );
      services.hasResourceProperties('AWS::ECS::TaskDefinition', {
        ...{ Family: family, Cpu: cpu, Memory: memory },
        ContainerDefinitions: [
          Match.objectLike({
            Image: images[app],
            Secrets: containerDefinitions![0]!.secrets!.map(({ name, valueFrom }) => ({
              ...{ Name: name, ValueFrom: valueFrom },
            })),
          }),
        ],
      });
    },
  );

  it('rolls services out with a circuit breaker and never below their size', () => {
    services.allResourcesProperties('AWS::ECS::Service', {
      DeploymentConfiguration: {
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      },
    });
  });

  it('scales by the clock of a time zone', () => {
    services.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ResourceId: 'service/mcp/mcp-server',
      ScheduledActions: Match.arrayWith([Match.objectLike({ Timezone: 'Europe/Berlin' })]),
    });
  });

  it.each([
    ['mcp-github-deploy', environment],
    ...(environment === 'staging' ? [['mcp-github-push', 'images']] : []),
  ])('lets only workflows of this repository take %s, in both forms', (role, from) => {
    foundation.hasResourceProperties('AWS::IAM::Role', {
      RoleName: role,
      AssumeRolePolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': [
                  `repo:example/mcp-platform:environment:${from}`,
                  `repo:example@1/mcp-platform@2:environment:${from}`,
                ],
              },
            },
          }),
        ],
      },
    });
  });

  it('lets one role push and the other deploy, and neither do both', () => {
    const deploying = actionsOf(foundation, 'GithubDeployerRole');
    expect(deploying).toContain('ecs:UpdateService');
    expect(deploying.filter((action) => action.startsWith('ecr:'))).toEqual(['ecr:DescribeImages']);
    const pushing = actionsOf(foundation, 'GithubDeployerPush');
    expect(pushing.includes('ecr:PutImage')).toBe(environment === 'staging');
    expect(pushing.filter((action) => !action.startsWith('ecr:'))).toEqual([]);
  });

  it('gives the task of the api no right at all, and that of the worker those of the scaler', () => {
    expect(actionsOf(foundation, 'ApiRolesTask')).toEqual([]);
    expect(actionsOf(foundation, 'WorkerRolesTask')).toEqual([
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:RegisterScalableTarget',
      'ecs:DescribeServices',
      'ecs:TagResource',
      'ecs:UntagResource',
      'ecs:UpdateService',
    ]);
  });

  it('keeps the images in one environment, under tags that never move', () => {
    const { account, registry } = ecsFiles.environment(environment);
    foundation.resourceCountIs('AWS::ECR::Repository', account === registry.account ? 2 : 0);
    for (const { Properties } of Object.values(foundation.findResources('AWS::ECR::Repository'))) {
      expect(Properties).toMatchObject({
        ImageTagMutability: 'IMMUTABLE',
        ImageScanningConfiguration: { ScanOnPush: true },
      });
    }
  });

  it('counts releases, not the images of an index, when it removes old ones', () => {
    for (const { Properties } of Object.values(foundation.findResources('AWS::ECR::Repository'))) {
      const { rules } = JSON.parse(Properties.LifecyclePolicy.LifecyclePolicyText);
      const counted = rules.filter(({ selection }: Rule) => /Count/.test(selection.countType));
      expect(counted).toMatchObject([
        { selection: { tagStatus: 'tagged', tagPatternList: ['*.*.*-*'], countNumber: 200 } },
      ]);
    }
  });

  it('lets through what is public, and answers all else itself', () => {
    services.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      DefaultActions: [Match.objectLike({ Type: 'fixed-response' })],
    });
    const rules = services.findResources('AWS::ElasticLoadBalancingV2::ListenerRule');
    const patterns = Object.values(rules).map(({ Properties }) => {
      expect(Properties.Actions).toEqual([expect.objectContaining({ Type: 'forward' })]);
      return Properties.Conditions[0].PathPatternConfig.Values as string[];
    });
    expect(Math.max(...patterns.map(({ length }) => length))).toBeLessThanOrEqual(5);
    const { exact, prefixes } = readPublicPaths(publicPathsPath);
    const wanted = [...exact, ...prefixes.flatMap((path) => [path, `${path}/*`])];
    expect(patterns.flat().sort()).toEqual(wanted.sort());
    expect(wanted.join()).not.toMatch(/admin|docs|metrics|openapi/);
  });

  it('keeps data encrypted and away from the internet, and logs for a while only', () => {
    foundation.allResourcesProperties('AWS::RDS::DBInstance', {
      StorageEncrypted: true,
      PubliclyAccessible: false,
      DeletionProtection: true,
    });
    foundation.allResourcesProperties('AWS::ElastiCache::ReplicationGroup', {
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
    });
    foundation.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: Match.anyValue() });
  });

  it('mails about errors, slow calls, unhealthy hosts, the worker and the bill', () => {
    services.resourceCountIs('AWS::CloudWatch::Alarm', 6);
    services.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() });
    services.hasResourceProperties('AWS::Logs::MetricFilter', {
      FilterPattern: '{ ($.level = "error") || ($.level = "fatal") }',
    });
    foundation.resourceCountIs('AWS::Budgets::Budget', 1);
  });
});

it('is not made while cdk-nag finds something', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const app = new App({ outdir });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  new Bucket(new Stack(app, 'broken'), 'Open');
  const quiet = jest.spyOn(console, 'error').mockImplementation();

  expect(() => app.synth()).toThrow(/AwsSolutions-S1/);
  quiet.mockRestore();
  rmSync(outdir, { recursive: true });
});

interface Rule {
  readonly selection: { readonly countType: string };
}

/** What a role may do, by a part of its logical id. */
function actionsOf(template: Template, role: string): string[] {
  const policies = Object.values(template.findResources('AWS::IAM::Policy'));
  const own = policies.filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(role));
  const statements = own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  return [...new Set(statements.flatMap(({ Action }) => Action as string | string[]))].sort();
}
