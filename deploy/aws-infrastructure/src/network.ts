import { RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Environment } from './environment';

/** The network: load balancer in public subnets, tasks in private ones, data without a way out. */
export class Network extends Construct {
  readonly vpc: ec2.Vpc;
  readonly loadBalancer: ec2.SecurityGroup;
  /** Of the tasks of all apps. */
  readonly tasks: ec2.SecurityGroup;
  readonly data: ec2.SecurityGroup;

  constructor(scope: Construct, { availabilityZones }: Environment) {
    super(scope, 'Network');
    const flowLog = new LogGroup(this, 'FlowLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      availabilityZones,
      // One for all zones: a zone's failure may cut the way out, at a third of the price.
      natGateways: 1,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'tasks', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
      // The images' layers come from S3: without this each pull pays for the NAT.
      gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
      flowLogs: { All: { destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLog) } },
    });

    acknowledge(
      this.vpc,
      'The zones are settings, so that the template is written without asking AWS.',
      'CloudFormation-Validate::W3010',
    );
    this.loadBalancer = this.group('LoadBalancer', 'From the internet to the load balancer', false);
    this.tasks = this.group('Tasks', 'The tasks of ECS', true);
    this.data = this.group('Data', 'PostgreSQL and Redis', false);
    for (const port of [443, 80]) {
      this.loadBalancer.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port));
    }
    this.loadBalancer.addEgressRule(this.tasks, ec2.Port.tcp(8000));
    this.tasks.addIngressRule(this.loadBalancer, ec2.Port.tcp(8000));
    for (const port of [5432, 6379]) this.data.addIngressRule(this.tasks, ec2.Port.tcp(port));
  }

  private group(id: string, description: string, allowAllOutbound: boolean): ec2.SecurityGroup {
    const { vpc } = this;
    return new ec2.SecurityGroup(this, id, { vpc, description, allowAllOutbound });
  }
}
