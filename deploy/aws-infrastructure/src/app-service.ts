import { RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { CfnService, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { ApplicationTargetGroup } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { Autoscaling } from './autoscaling';
import { type App, ecsFiles, type Environment } from './environment';
import type { Network } from './network';
import { taskDefinition } from './task-definition';

interface AppServiceProps {
  readonly environment: Environment;
  readonly network: Network;
  readonly cluster: ICluster;
  /** With its digest. */
  readonly image: string;
  readonly targets?: ApplicationTargetGroup;
}

/** One app as a service of ECS, from deploy/ecs. */
export class AppService extends Construct {
  readonly service: CfnService;

  constructor(scope: Construct, app: App, props: AppServiceProps) {
    super(scope, app === 'api' ? 'Api' : 'Worker');
    const { environment, network, cluster, image, targets } = props;
    const settings = ecsFiles.service(app);
    const definition = taskDefinition(this, app, environment, image);
    // The former revision stays: a roll-back may go to it.
    definition.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.service = new CfnService(this, 'Service', {
      serviceName: settings.service,
      cluster: cluster.clusterName,
      taskDefinition: definition.ref,
      capacityProviderStrategy: settings.capacity.map(({ provider, weight, base }) => ({
        ...{ capacityProvider: provider, weight, base },
      })),
      deploymentConfiguration: {
        ...settings.deployment,
        deploymentCircuitBreaker: { enable: true, rollback: true },
      },
      networkConfiguration: {
        awsvpcConfiguration: {
          assignPublicIp: 'DISABLED',
          subnets: network.vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_WITH_EGRESS })
            .subnetIds,
          securityGroups: [network.tasks.securityGroupId],
        },
      },
      // No desired count: autoscaling sets the number of tasks.
      availabilityZoneRebalancing: 'ENABLED',
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      ...(targets && {
        healthCheckGracePeriodSeconds: settings.healthCheckGracePeriodSeconds,
        loadBalancers: [
          {
            containerName: settings.container,
            containerPort: settings.port,
            targetGroupArn: targets.targetGroupArn,
          },
        ],
      }),
    });
    new Autoscaling(this, environment, settings).node.addDependency(this.service);
  }
}
