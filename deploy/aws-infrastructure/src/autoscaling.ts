import { CfnScalableTarget, CfnScalingPolicy } from 'aws-cdk-lib/aws-applicationautoscaling';
import { Construct } from 'constructs';
import { ecsFiles, type Environment, idOf } from './environment';

/** Target tracking on CPU and memory, and the sizes by the clock. */
export class Autoscaling extends Construct {
  constructor(scope: Construct, app: string, { cluster, sizes }: Environment) {
    super(scope, idOf(app));
    const { service, autoscaling } = ecsFiles.service(app);
    const { min: minCapacity, max: maxCapacity, schedule } = sizes[app]!;
    const target = new CfnScalableTarget(this, 'Target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${cluster}/${service}`,
      ...{ minCapacity, maxCapacity },
      scheduledActions: schedule.map(({ name, cron, timeZone, min, max }) => ({
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
