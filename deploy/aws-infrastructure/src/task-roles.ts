import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ecsFiles, type Environment } from './environment';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { grant } from './grant';
import { scalerRights } from './scaler-rights';

/**
 * The two roles of an app: what ECS may do to start its tasks, and what its code may do.
 */
export class TaskRoles extends Construct {
  readonly execution: Role;
  readonly task: Role;

  constructor(
    scope: Construct,
    app: string,
    environment: Environment,
    { log, metricsLog }: { readonly log: LogGroup; readonly metricsLog: LogGroup },
  ) {
    super(scope, 'Roles');
    const values = templateValues(environment, app, 'registry/name@digest');
    const definition = renderTaskDefinition(ecsFiles.taskDefinition(app), values);
    this.execution = this.role('Execution', definition.executionRoleArn!, environment);
    this.task = this.role('Task', definition.taskRoleArn!, environment);

    const { registry } = environment;
    const repository = `arn:${Aws.PARTITION}:ecr:${registry.region}:${registry.account}:repository/mcp/${app}`;
    const secrets = definition.containerDefinitions!.flatMap(({ secrets = [] }) => secrets);
    const statements = [
      // The token is for a registry of all repositories: this call knows no resource.
      allow(['ecr:GetAuthorizationToken'], ['*']),
      allow(
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        [repository],
      ),
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [log.logGroupArn]),
      // Secrets Manager ends each ARN with six characters of its own.
      allow(
        ['secretsmanager:GetSecretValue'],
        secrets.map(({ valueFrom }) => `${valueFrom}-??????`),
      ),
    ];
    grant(this.execution, statements, 'GetAuthorizationToken knows no resource.');
    const reason =
      'The ids of scalable targets are made up by AWS; describing and traces know no resource.';
    const rights = app === 'worker' ? scalerRights(environment) : [];
    grant(this.task, [...collectorRights(metricsLog), ...rights], reason);
  }

  private role(id: string, arn: string, { account, region }: Environment): Role {
    // Only tasks of this account, so that no other account's ECS is led to use the role.
    const assumedBy = new ServicePrincipal('ecs-tasks.amazonaws.com').withConditions({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${Stack.of(this).partition}:ecs:${region}:${account}:*` },
    });
    return new Role(this, id, { roleName: arn.split('/').at(-1)!, assumedBy });
  }
}

/** What the collector beside the app writes: metrics as lines of a log, and traces. */
const collectorRights = ({ logGroupArn }: LogGroup) => [
  allow(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], [logGroupArn]),
  allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
];

const allow = (actions: string[], resources: string[]) =>
  new PolicyStatement({ actions, resources });
