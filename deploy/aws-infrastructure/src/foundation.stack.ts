import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { SubnetType, type Vpc } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights } from 'aws-cdk-lib/aws-ecs';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Budget } from './budget';
import { Cache } from './cache';
import { Database } from './database';
import { apps, ecsFiles, type Environment, idOf } from './environment';
import { GithubRoles } from './github-roles';
import { Network } from './network';
import { Registry } from './registry';
import { Secrets } from './secrets';
import { TaskRoles } from './task-roles';

/** All that must be there before the first image is pushed and the first service started. */
export class FoundationStack extends Stack {
  readonly network: Network;
  readonly database: Database;
  readonly cache: Cache;
  readonly logs: Readonly<Record<string, LogGroup>>;

  private readonly zones: string[];

  constructor(scope: Construct, id: string, environment: Environment) {
    const { account, region } = environment;
    super(scope, id, { env: { account, region }, terminationProtection: true });
    this.zones = environment.availabilityZones;
    this.network = new Network(this, environment);
    const { vpc } = this.network;
    new Cluster(this, 'Cluster', {
      vpc,
      clusterName: environment.cluster,
      containerInsightsV2: ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
    this.database = new Database(this, environment, this.network);
    this.cache = new Cache(this, environment, this.network);
    new Secrets(this, this.database, this.cache);
    const ownsRegistry = environment.registry.account === account;
    if (ownsRegistry) new Registry(this, environment);
    new GithubRoles(this, environment);
    new Budget(this, environment);
    // For the first migration, which runs before there is a service: provision.cli.ts.
    new CfnOutput(this, 'TaskSubnets', { value: taskSubnets(vpc).join(',') });
    new CfnOutput(this, 'TaskSecurityGroup', { value: this.network.tasks.securityGroupId });
    this.logs = Object.fromEntries(apps.map((app) => [app, this.app(app, environment)]));
  }

  /** From deploy/ecs, so that writing the template makes no call to AWS. */
  override get availabilityZones(): string[] {
    return this.zones;
  }

  private app(app: string, environment: Environment): LogGroup {
    const scope = new Construct(this, idOf(app));
    const logGroupName = `/ecs/${ecsFiles.service(app).service}`;
    const log = new LogGroup(scope, 'Log', {
      logGroupName,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const metricsLog = new LogGroup(scope, 'MetricsLog', {
      logGroupName: `${logGroupName}/metrics`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new TaskRoles(scope, app, environment, { log, metricsLog });
    return log;
  }
}

const taskSubnets = (vpc: Vpc) =>
  vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_WITH_EGRESS }).subnetIds;
