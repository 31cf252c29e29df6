import { RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { Cache } from './cache';
import type { Database } from './database';

/** What the task definitions take from Secrets Manager, under the names that they use. */
export class Secrets extends Construct {
  constructor(scope: Construct, database: Database, cache: Cache) {
    super(scope, 'Secrets');
    this.add('database-url', { secretString: database.url });
    this.add('redis-url', { secretString: cache.url });
    this.add('jwt-signing-key', {
      generateSecretString: { excludePunctuation: true, passwordLength: 64 },
    });
  }

  private add(
    name: string,
    value: Pick<
      ConstructorParameters<typeof CfnSecret>[2] & object,
      'secretString' | 'generateSecretString'
    >,
  ): void {
    const secret = new CfnSecret(this, name, { name: `mcp/${name}`, ...value });
    secret.applyRemovalPolicy(RemovalPolicy.RETAIN);
    acknowledge(
      secret,
      'A new value needs a new roll-out, so a person changes it: docs/deploy/ecs.md.',
      'AwsSolutions-SMG4',
    );
  }
}
