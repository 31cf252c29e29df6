import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ecsFiles, type Environment, servers } from './environment';

/** What the worker needs to scale the servers off hours, and never itself: docs/operate/scaling-rights.md. */
export function scalerRights({ account, region, cluster }: Environment): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: [
        'ecs:DescribeServices',
        'ecs:UpdateService',
        'ecs:TagResource',
        'ecs:UntagResource',
      ],
      resources: servers.map((app) => {
        const { service } = ecsFiles.service(app);
        return `arn:aws:ecs:${region}:${account}:service/${cluster}/${service}`;
      }),
    }),
    new PolicyStatement({
      actions: ['application-autoscaling:RegisterScalableTarget'],
      resources: [`arn:aws:application-autoscaling:${region}:${account}:scalable-target/*`],
      conditions: {
        StringEquals: {
          'application-autoscaling:service-namespace': 'ecs',
          'application-autoscaling:scalable-dimension': 'ecs:service:DesiredCount',
        },
      },
    }),
    new PolicyStatement({
      actions: ['application-autoscaling:DescribeScalableTargets'],
      resources: ['*'],
    }),
  ];
}
