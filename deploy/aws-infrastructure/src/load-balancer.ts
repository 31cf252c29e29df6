import { type PublicPaths, readPublicPaths } from '@repo/platform/src/deploy/public-paths';
import { CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { type Environment, publicPathsPath } from './environment';
import type { Network } from './network';

/** TLS in front of the api. */
export class LoadBalancer extends Construct {
  readonly balancer: elb.ApplicationLoadBalancer;
  readonly targets: elb.ApplicationTargetGroup;
  readonly listener: elb.ApplicationListener;

  constructor(scope: Construct, environment: Environment, { vpc, loadBalancer }: Network) {
    super(scope, 'LoadBalancer');
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
    this.targets = new elb.ApplicationTargetGroup(this, 'Targets', {
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
    const { region, account, certificate } = environment;
    this.listener = this.balancer.addListener('Https', {
      port: 443,
      certificates: [
        elb.ListenerCertificate.fromArn(
          `arn:aws:acm:${region}:${account}:certificate/${certificate}`,
        ),
      ],
      sslPolicy: elb.SslPolicy.RECOMMENDED_TLS,
      // What is not in deploy/public-paths.json never reaches a task.
      defaultAction: elb.ListenerAction.fixedResponse(404, {
        contentType: 'application/json',
        messageBody: '{"title":"Not Found","status":404}',
      }),
      open: false,
    });
    pathPatterns(readPublicPaths(publicPathsPath)).forEach((patterns, i) => {
      this.listener.addTargetGroups(`Public${i}`, {
        priority: i + 1,
        conditions: [elb.ListenerCondition.pathPatterns(patterns)],
        targetGroups: [this.targets],
      });
    });
    this.balancer.addRedirect({ open: false });
    acknowledge(loadBalancer, 'The endpoint is public.', 'AwsSolutions-EC23');
    new CfnOutput(this, 'Address', {
      value: this.balancer.loadBalancerDnsName,
      description: `${environment.domain} is a CNAME of this`,
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

/** A rule of a listener has at most five patterns. */
const MAX_PATTERNS = 5;

/** The patterns of the public paths, those of one rule together. */
function pathPatterns({ exact, prefixes }: PublicPaths): string[][] {
  const patterns = [...exact, ...prefixes.flatMap((path) => [path, `${path}/*`])];
  const rules = Math.ceil(patterns.length / MAX_PATTERNS);
  return Array.from({ length: rules }, (_, i) =>
    patterns.slice(i * MAX_PATTERNS, (i + 1) * MAX_PATTERNS),
  );
}
