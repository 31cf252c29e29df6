import { readPublicPaths } from '@repo/platform/src/deploy/public-paths';
import { settingsOf } from '@repo/platform/src/deploy/templates/server-settings';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { queueNames } from './alarm-metrics';
import { Autoscaling } from './autoscaling';
import { buildApp } from './build-app';
import { apps, ecsFiles, loadEnvironment, publicPathsPath, servers } from './environment';

it('scales by the clock of a time zone where an environment has a schedule', () => {
  const staging = loadEnvironment('staging');
  const open = { cron: 'cron(0 8 ? * MON-FRI *)', timeZone: 'Europe/Berlin', min: 1, max: 3 };
  const schedule = [{ name: 'open', ...open }];
  const stack = new Stack();
  const api = { ...staging.sizes.api, schedule };
  new Autoscaling(stack, 'api', { ...staging, sizes: { ...staging.sizes, api } });
  Template.fromStack(stack).hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
    ScheduledActions: [Match.objectLike({ Schedule: open.cron, Timezone: open.timeZone })],
  });
});

describe.each(['staging', 'production'])('the infrastructure of %s', (environment) => {
  let outdir: string;
  let foundation: Template;
  let services: Template;
  let scaling: Template;

  // A finding of cdk-nag that nobody has accepted makes synth throw.
  beforeAll(() => {
    outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
    const app = buildApp({ environment, outdir });
    app.synth();
    const stackOf = (name: string) =>
      Template.fromStack(app.node.findChild(`mcp-${environment}-${name}`) as Stack);
    foundation = stackOf('foundation');
    services = stackOf('services');
    scaling = stackOf('scaling');
  });
  afterAll(() => rmSync(outdir, { recursive: true }));

  it('names no image and no task definition, so that no roll-back of a stack brings one back', () => {
    for (const template of [foundation, services, scaling]) {
      const text = JSON.stringify(template.toJSON());
      expect(text).not.toMatch(/AWS::ECS::(Service|TaskDefinition)|AWS::ECS::TaskSet|@sha256:/);
    }
  });

  it('scales within the sizes of the environment, and leaves the hours to the worker', () => {
    const { min, max } = ecsFiles.environment(environment).sizes.api;
    scaling.hasResourceProperties('AWS::ApplicationAutoScaling::ScalableTarget', {
      ResourceId: 'service/mcp/mcp-server',
      ...{ MinCapacity: min, MaxCapacity: max, ScheduledActions: [] },
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

  it('lets tasks send metrics and traces, the worker scale besides, and nothing more', () => {
    const sending = [
      ...['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      ...['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    ];
    expect(actionsOf(foundation, 'ApiRolesTask')).toEqual(sending);
    expect(actionsOf(foundation, 'WorkerRolesTask')).toEqual([
      'application-autoscaling:DescribeScalableTargets',
      'application-autoscaling:RegisterScalableTarget',
      'ecs:DescribeServices',
      'ecs:TagResource',
      'ecs:UntagResource',
      'ecs:UpdateService',
      ...sending,
    ]);
  });

  it('keeps the images in one environment, under tags that never move', () => {
    const { account, registry } = ecsFiles.environment(environment);
    foundation.resourceCountIs(
      'AWS::ECR::Repository',
      account === registry.account ? apps.length : 0,
    );
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
    const pathsByHost = new Map<string, string[]>();
    for (const { Properties } of Object.values(rules)) {
      expect(Properties.Actions).toEqual([expect.objectContaining({ Type: 'forward' })]);
      const [host, paths] = Properties.Conditions;
      const name = host.HostHeaderConfig.Values.join();
      const values = paths.PathPatternConfig.Values as string[];
      // With the host five, which is the most that a rule has.
      expect(values.length).toBeLessThanOrEqual(4);
      pathsByHost.set(name, [...(pathsByHost.get(name) ?? []), ...values]);
    }
    const { exact, prefixes } = readPublicPaths(publicPathsPath);
    const wanted = [...exact, ...prefixes.flatMap((path) => [path, `${path}/*`])];
    const domains = servers.map((app) => settingsOf(loadEnvironment(environment), app).domain);
    expect([...pathsByHost.keys()].sort()).toEqual(domains.sort());
    for (const paths of pathsByHost.values()) expect(paths.sort()).toEqual(wanted.sort());
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

  it('mails about errors, slow calls, unhealthy hosts, the worker, both stores and the bill', () => {
    // Two of them are parts of the one that mails where calls fail over a long and a short time.
    services.resourceCountIs(
      'AWS::CloudWatch::Alarm',
      14 + 3 * (servers.length + queueNames.length),
    );
    const alarms = Object.values(services.findResources('AWS::CloudWatch::Alarm'));
    expect(alarms.filter(({ Properties }) => !Properties.AlarmActions)).toHaveLength(2);
    services.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmActions: Match.anyValue(),
      AlarmRule: Match.anyValue(),
    });
    for (const namespace of ['AWS/RDS', 'AWS/ElastiCache', 'mcp']) {
      services.hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: namespace });
    }
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
