import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { InstanceType, SubnetType } from 'aws-cdk-lib/aws-ec2';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Environment } from './environment';
import type { Network } from './network';

/** PostgreSQL. */
export class Database extends Construct {
  /** With the password, as a reference that CloudFormation resolves into a secret. */
  readonly url: string;
  readonly instance: rds.DatabaseInstance;

  constructor(scope: Construct, { database }: Environment, { vpc, data }: Network) {
    super(scope, 'Database');
    const instance = new rds.DatabaseInstance(this, 'Instance', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }),
      instanceType: new InstanceType(database.instance),
      allocatedStorage: database.storageGib,
      maxAllocatedStorage: database.storageGib * 5,
      storageType: rds.StorageType.GP3,
      storageEncrypted: true,
      multiAz: database.multiAz,
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      securityGroups: [data],
      databaseName: 'mcp',
      // Letters and digits only: the password becomes part of a URL.
      credentials: rds.Credentials.fromGeneratedSecret('mcp', { excludeCharacters }),
      parameters: { 'rds.force_ssl': '1' },
      backupRetention: Duration.days(7),
      deletionProtection: true,
      removalPolicy: RemovalPolicy.SNAPSHOT,
      cloudwatchLogsExports: ['postgresql'],
      enablePerformanceInsights: false,
      autoMinorVersionUpgrade: true,
    });
    acknowledge(
      instance,
      'The data subnets have no way in but from the tasks, so another port hides nothing.',
      'AwsSolutions-RDS11',
    );
    acknowledge(
      instance.node.findChild('Secret'),
      'The tasks read the URL that is made from it; rotate both: docs/deploy/ecs.md.',
      'AwsSolutions-SMG4',
    );
    if (!database.multiAz) {
      acknowledge(instance, 'A single zone is chosen in deploy/ecs.', 'AwsSolutions-RDS3');
    }
    const password = instance.secret!.secretValueFromJson('password').unsafeUnwrap();
    this.instance = instance;
    const { hostname } = instance.instanceEndpoint;
    // TLS without the check of the certificate: docs/deploy/ecs.md says how to add Amazon's root.
    this.url = `postgres://mcp:${password}@${hostname}:5432/mcp?sslmode=no-verify`;
  }
}

const excludeCharacters = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
