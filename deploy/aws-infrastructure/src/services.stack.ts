import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms';
import { AppService } from './app-service';
import type { App, Environment } from './environment';
import type { FoundationStack } from './foundation.stack';
import { LoadBalancer } from './load-balancer';

interface ServicesProps {
  readonly foundation: FoundationStack;
  /** What runs now, or the first to run: with their digests. */
  readonly images: Readonly<Record<App, string>>;
}

/** The services, the load balancer before them and the alarms on them. */
export class ServicesStack extends Stack {
  constructor(scope: Construct, id: string, environment: Environment, props: ServicesProps) {
    const { account, region } = environment;
    super(scope, id, { env: { account, region }, terminationProtection: true });
    const { foundation, images } = props;
    const { network, cluster } = foundation;
    const balancer = new LoadBalancer(this, environment, network);
    const shared = { environment, network, cluster };
    const { targets } = balancer;
    const api = new AppService(this, 'api', { ...shared, image: images.api, targets });
    // A service may only name target groups that a listener uses.
    api.service.node.addDependency(balancer.listener);
    new AppService(this, 'worker', { ...shared, image: images.worker });
    new Alarms(this, environment, balancer, foundation.logs.worker);
  }
}
