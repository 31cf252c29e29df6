import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Autoscaling } from './autoscaling';
import { apps, type Environment } from './environment';

/** How many tasks the services have. They must be there before: apply-service.ts makes them. */
export class ScalingStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment) {
    const { account, region } = environment;
    super(scope, id, { env: { account, region }, terminationProtection: true });
    for (const app of apps) new Autoscaling(this, app, environment);
  }
}
