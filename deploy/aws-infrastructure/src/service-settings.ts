import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import { MIGRATING_APP } from '@repo/platform/src/deploy/migrating-app';
import { ecsFiles, idOf } from './environment';

/** Where the tasks of a service are, from the outputs of the stacks. */
export interface ServicePlace {
  readonly TaskSubnets: string;
  readonly TaskSecurityGroup: string;
  /** Of the target groups, by {@link targetGroupOutput}. */
  readonly [output: string]: string;
}

/** The output that is the target group of a server. */
export const targetGroupOutput = (app: string): string =>
  app === MIGRATING_APP ? 'TargetGroup' : `TargetGroup${idOf(app)}`;

/**
 * How a service runs: from deploy/ecs and what the stacks made. Neither what it runs, which is the
 * deploy program's, nor how many tasks, which is autoscaling's.
 */
export function serviceSettings(app: string, place: ServicePlace) {
  const { capacity, deployment, container, port, ...settings } = ecsFiles.service(app);
  return {
    capacityProviderStrategy: capacity.map(({ provider, weight, base }) => ({
      ...{ capacityProvider: provider, weight, base },
    })),
    deploymentConfiguration: {
      ...deployment,
      deploymentCircuitBreaker: { enable: true, rollback: true },
    },
    networkConfiguration: {
      awsvpcConfiguration: {
        assignPublicIp: 'DISABLED',
        subnets: place.TaskSubnets.split(',').sort(),
        securityGroups: [place.TaskSecurityGroup],
      },
    },
    availabilityZoneRebalancing: 'ENABLED',
    enableECSManagedTags: true,
    propagateTags: 'SERVICE',
    ...(port !== undefined && {
      healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
      loadBalancers: [
        {
          targetGroupArn: place[targetGroupOutput(app)],
          containerName: container,
          containerPort: port,
        },
      ],
    }),
  } satisfies Omit<CreateServiceCommandInput, 'serviceName'>;
}

export type ServiceSettings = ReturnType<typeof serviceSettings>;
