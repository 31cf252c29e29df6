import { settingsOf } from '@repo/platform/src/deploy/templates/server-settings';
import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { type Environment, idOf, servers } from './environment';
import { publicRules, RULES_PER_SERVER } from './listener-rules';
import type { Network } from './network';

/** TLS in front of the servers, each at its own host. */
export class LoadBalancer extends Construct {
  readonly balancer: elb.ApplicationLoadBalancer;
  readonly listener: elb.ApplicationListener;
  private readonly targets = new Map<string, elb.ApplicationTargetGroup>();

  constructor(scope: Construct, environment: Environment, network: Network) {
    super(scope, 'LoadBalancer');
    const { vpc, loadBalancer } = network;
    this.balancer = new elb.ApplicationLoadBalancer(this, 'Balancer', {
      vpc,
      internetFacing: true,
      vpcSubnets: { subnetType: SubnetType.PUBLIC },
      securityGroup: loadBalancer,
      // Streams send a comment every 15 seconds.
      idleTimeout: Duration.seconds(120),
      dropInvalidHeaderFields: true,
      deletionProtection: true,
    });
    this.balancer.logAccessLogs(this.accessLogs());
    this.listener = this.balancer.addListener('Https', {
      port: 443,
      certificates: certificatesOf(environment),
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
      // What is not in deploy/public-paths.json never reaches a task.
      defaultAction: elb.ListenerAction.fixedResponse(404, {
        contentType: 'application/json',
        messageBody: '{"title":"Not Found","status":404}',
      }),
      open: false,
    });
    const names = Object.keys(environment.servers ?? {});
    for (const app of servers) {
      // In the order of the environment's file, so that one more changes no priority that is there.
      this.addServer(app, names.indexOf(app) + 1, environment, network);
    }
    this.balancer.addRedirect({ open: false });
    acknowledge(loadBalancer, 'The endpoint is public.', 'AwsSolutions-EC23');
    const domains = servers.map((app) => settingsOf(environment, app).domain);
    new CfnOutput(this, 'Address', {
      value: this.balancer.loadBalancerDnsName,
      description: `A CNAME of this: ${domains.join(', ')}`,
    });
  }

  /** The tasks of a server that take requests. */
  targetsOf = (app: string): elb.ApplicationTargetGroup => this.targets.get(app)!;

  private addServer(app: string, place: number, environment: Environment, { vpc }: Network): void {
    // The names of the first server are older than the second.
    const id = place === 0 ? '' : idOf(app);
    const targets = new elb.ApplicationTargetGroup(this, `Targets${id}`, {
      vpc,
      port: 8000,
      protocol: elb.ApplicationProtocol.HTTP,
      targetType: elb.TargetType.IP,
      // Below the stopTimeout of the tasks, which drain in that time.
      deregistrationDelay: Duration.seconds(45),
      // The process alone. ECS replaces what is unhealthy here in 20 s; a failover of the database
      // takes two minutes, in which calls that need none go on.
      healthCheck: {
        path: '/health/ready',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
      },
    });
    this.targets.set(app, targets);
    publicRules(settingsOf(environment, app).domain).forEach((conditions, i) => {
      this.listener.addTargetGroups(`Public${id}${i}`, {
        priority: place * RULES_PER_SERVER + i + 1,
        ...{ conditions, targetGroups: [targets] },
      });
    });
  }

  private accessLogs(): Bucket {
    const bucket = new Bucket(this, 'AccessLogs', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(90) }],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(bucket, 'This is where logs go to.', 'AwsSolutions-S1');
    return bucket;
  }
}

/** Of the environment, and of the servers that have their own. */
function certificatesOf({ region, account, certificate, servers: others = {} }: Environment) {
  const own = Object.values(others).flatMap((server) => server.certificate ?? []);
  return [...new Set([certificate, ...own])].map((id) =>
    elb.ListenerCertificate.fromArn(`arn:aws:acm:${region}:${account}:certificate/${id}`),
  );
}
