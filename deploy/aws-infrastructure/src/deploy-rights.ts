import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { apps, ecsFiles, type Environment } from './environment';
import { repositoriesOf } from './push-rights';

/** What the deploy program calls: docs/deploy/ecs.md. */
export function deployRights({
  account,
  region,
  cluster,
  registry,
}: Environment): PolicyStatement[] {
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
      ],
      resources: ['*'],
    }),
    new PolicyStatement({
      actions: ['ecs:RunTask'],
      resources: services.map((service) => arn('ecs', `task-definition/${service}:*`)),
      conditions: onCluster,
    }),
    new PolicyStatement({
      actions: ['ecs:ListTasks', 'ecs:DescribeTasks', 'ecs:StopTask'],
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
      actions: ['ecr:DescribeImages'],
      resources: repositoriesOf(registry),
    }),
  ];
}
