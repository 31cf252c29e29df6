import type { EcsServiceFile } from '@repo/platform/src/platforms/ecs/service-file';
import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import type { Environment } from './environment';

/** Target tracking on CPU and memory, and the sizes by the clock. */
export class Autoscaling extends Construct {
  constructor(
    scope: Construct,
    { cluster }: Environment,
    { service, autoscaling }: EcsServiceFile,
  ) {
    super(scope, 'Autoscaling');
    const target = new CfnScalableTarget(this, 'Target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${cluster}/${service}`,
      minCapacity: autoscaling.min,
      maxCapacity: autoscaling.max,
      scheduledActions: autoscaling.schedule.map(({ name, cron, timeZone, min, max }) => ({
        scheduledActionName: name,
        schedule: cron,
        timezone: timeZone,
        scalableTargetAction: { minCapacity: min, maxCapacity: max },
      })),
    });
    const track = (metric: string, targetValue: number) =>
      new CfnScalingPolicy(this, metric, {
        policyName: `${service}-${metric}`,
        policyType: 'TargetTrackingScaling',
        scalingTargetId: target.ref,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `ECSServiceAverage${metric}` },
          targetValue,
          scaleOutCooldown: autoscaling.scaleOutCooldownSeconds,
          scaleInCooldown: autoscaling.scaleInCooldownSeconds,
        },
      });
    track('CPUUtilization', autoscaling.cpu);
    track('MemoryUtilization', autoscaling.memory);
  }
}
