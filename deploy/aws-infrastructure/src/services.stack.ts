import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms';
import type { Environment } from './environment';
import type { FoundationStack } from './foundation.stack';
import { LoadBalancer } from './load-balancer';

/** What stands around the services: the load balancer before them and the alarms on them. */
export class ServicesStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment, foundation: FoundationStack) {
    const { account, region } = environment;
    super(scope, id, { env: { account, region }, terminationProtection: true });
    const balancer = new LoadBalancer(this, environment, foundation.network);
    new Alarms(this, environment, balancer, foundation);
    new CfnOutput(this, 'TargetGroup', { value: balancer.targets.targetGroupArn });
  }
}
