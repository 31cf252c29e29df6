import { CfnOutput } from 'aws-cdk-lib';
import { CfnOIDCProvider, FederatedPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { apps, ecsFiles, type Environment } from './environment';
import { grant } from './grant';

const issuer = 'token.actions.githubusercontent.com';

/** Lets the workflows of one repository deploy, from one of its environments, without keys. */
export class GithubDeployer extends Construct {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'GithubDeployer');
    const provider = new CfnOIDCProvider(this, 'Provider', {
      url: `https://${issuer}`,
      clientIdList: ['sts.amazonaws.com'],
    });
    const role = new Role(this, 'Role', {
      roleName: 'mcp-github-deploy',
      assumedBy: new FederatedPrincipal(
        provider.attrArn,
        {
          StringEquals: {
            [`${issuer}:aud`]: 'sts.amazonaws.com',
            [`${issuer}:sub`]: `repo:${environment.repository}:environment:${environment.name}`,
          },
        },
        'sts:AssumeRoleWithWebIdentity',
      ),
    });
    grant(
      role,
      deployRights(environment),
      'Revisions, tasks and log streams are new each time; the other calls know no resource.',
    );
    new CfnOutput(this, 'DeployRole', { value: role.roleArn });
  }
}

const looking = ['ecr:DescribeImages'];

/** Only where the registry is: the others take what was pushed there. */
const pushing = [
  'ecr:BatchCheckLayerAvailability',
  'ecr:BatchGetImage',
  'ecr:CompleteLayerUpload',
  'ecr:GetDownloadUrlForLayer',
  'ecr:InitiateLayerUpload',
  'ecr:PutImage',
  'ecr:UploadLayerPart',
];

/** What the deploy program calls: docs/deploy/ecs.md. */
function deployRights({ account, region, cluster, registry }: Environment): PolicyStatement[] {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const services = apps.map((app) => ecsFiles.service(app).service);
  const onCluster = { ArnEquals: { 'ecs:cluster': arn('ecs', `cluster/${cluster}`) } };
  return [
    new PolicyStatement({
      actions: [
        'ecs:DescribeServices',
        'ecs:UpdateService',
        'ecs:TagResource',
        'ecs:UntagResource',
      ],
      resources: services.map((service) => arn('ecs', `service/${cluster}/${service}`)),
    }),
    new PolicyStatement({
      actions: [
        'ecs:DescribeTaskDefinition',
        'ecs:RegisterTaskDefinition',
        'ecs:DeregisterTaskDefinition',
        'ecr:GetAuthorizationToken',
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ['ecs:RunTask'],
      resources: services.map((service) => arn('ecs', `task-definition/${service}:*`)),
      conditions: onCluster,
    }),
    new PolicyStatement({
      actions: ['ecs:ListTasks', 'ecs:DescribeTasks'],
      resources: ['*'],
      conditions: onCluster,
    }),
    new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: services.flatMap((service) =>
        ['execution', 'task'].map((role) => `arn:aws:iam::${account}:role/${service}-${role}`),
      ),
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
    new PolicyStatement({
      actions: ['logs:GetLogEvents'],
      resources: services.map((service) => arn('logs', `log-group:/ecs/${service}:*`)),
    }),
    new PolicyStatement({
      actions: registry.account === account ? [...looking, ...pushing] : looking,
      resources: apps.map(
        (app) => `arn:aws:ecr:${registry.region}:${registry.account}:repository/mcp/${app}`,
      ),
    }),
  ];
}
