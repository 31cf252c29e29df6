import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ecsFiles, type Environment } from './environment';

/** What the worker needs to scale the api off hours: docs/operate/scaling-rights.md. */
export function scalerRights({ account, region, cluster }: Environment): PolicyStatement[] {
  const { service } = ecsFiles.service('api');
  return [
    new PolicyStatement({
      actions: [
        'ecs:DescribeServices',
        'ecs:UpdateService',
        'ecs:TagResource',
        'ecs:UntagResource',
      ],
      resources: [`arn:aws:ecs:${region}:${account}:service/${cluster}/${service}`],
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
