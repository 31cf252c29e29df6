import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms';
import { type Environment, servers } from './environment';
import { targetGroupOutput } from './service-settings';
import type { FoundationStack } from './foundation.stack';
import { LoadBalancer } from './load-balancer';

/** What stands around the services: the load balancer before them and the alarms on them. */
export class ServicesStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment, foundation: FoundationStack) {
    const { account, region } = environment;
    super(scope, id, { env: { account, region }, terminationProtection: true });
    const balancer = new LoadBalancer(this, environment, foundation.network);
    new Alarms(this, environment, balancer, foundation);
    for (const app of servers) {
      const { targetGroupArn } = balancer.targetsOf(app);
      new CfnOutput(this, targetGroupOutput(app), { value: targetGroupArn });
    }
  }
}
