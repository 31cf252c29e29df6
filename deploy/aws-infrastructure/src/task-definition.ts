import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { type App, ecsFiles, type Environment } from './environment';

/**
 * The same task definition that the deploy program registers, from the same file. Its fields have
 * the same names in CloudFormation, so the construct takes it as it is; what is in `options` are
 * names of the log driver and stay as they are.
 */
export function taskDefinition(
  scope: Construct,
  app: App,
  environment: Environment,
  image: string,
): CfnTaskDefinition {
  const values = templateValues(environment, image);
  const rendered = renderTaskDefinition(ecsFiles.taskDefinition(app), values);
  const definition = new CfnTaskDefinition(
    scope,
    'TaskDefinition',
    rendered as ConstructorParameters<typeof CfnTaskDefinition>[2],
  );
  acknowledge(
    definition,
    'These variables are no secrets; those come from Secrets Manager.',
    'AwsSolutions-ECS2',
  );
  return definition;
}
