import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import {
  CfnParameterGroup,
  CfnReplicationGroup,
  CfnSubnetGroup,
} from 'aws-cdk-lib/aws-elasticache';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Environment } from './environment';
import type { Network } from './network';

/** Redis, over TLS and with a password. */
export class Cache extends Construct {
  /** With the password, as a reference that CloudFormation resolves into a secret. */
  readonly url: string;
  /** The id of the node that is always there, for its metrics. */
  readonly firstNode: string;

  constructor(scope: Construct, { cache }: Environment, { vpc, data }: Network) {
    super(scope, 'Cache');
    const token = new Secret(this, 'Token', {
      description: 'The password of Redis',
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    });
    const { subnetIds } = vpc.selectSubnets({ subnetType: SubnetType.PRIVATE_ISOLATED });
    const subnets = new CfnSubnetGroup(this, 'Subnets', { description: 'Data', subnetIds });
    // A queue must not lose jobs when the memory is full: writes fail instead.
    const parameters = new CfnParameterGroup(this, 'Parameters', {
      cacheParameterGroupFamily: 'redis7',
      description: 'A queue',
      properties: { 'maxmemory-policy': 'noeviction' },
    });
    const password = token.secretValue.unsafeUnwrap();
    const several = cache.replicas > 0;
    const group = new CfnReplicationGroup(this, 'Redis', {
      replicationGroupDescription: 'Sessions, rate limits and the queue',
      engine: 'redis',
      engineVersion: '7.1',
      cacheNodeType: cache.node,
      numCacheClusters: 1 + cache.replicas,
      automaticFailoverEnabled: several,
      multiAzEnabled: several,
      transitEncryptionEnabled: true,
      atRestEncryptionEnabled: true,
      authToken: password,
      cacheParameterGroupName: parameters.ref,
      cacheSubnetGroupName: subnets.ref,
      securityGroupIds: [data.securityGroupId],
      snapshotRetentionLimit: several ? 3 : 0,
    });
    acknowledge(
      group,
      'The data subnets have no way in but from the tasks, so another port hides nothing.',
      'AwsSolutions-AEC5',
    );
    if (!several) {
      acknowledge(group, 'A single node is chosen in deploy/ecs.', 'AwsSolutions-AEC4');
    }
    acknowledge(
      token,
      'ElastiCache takes a new password by a change of the group only: docs/deploy/ecs.md.',
      'AwsSolutions-SMG4',
    );
    this.firstNode = `${group.ref}-001`;
    this.url = `rediss://:${password}@${group.attrPrimaryEndPointAddress}:6379`;
  }
}
