import type { RegisterTaskDefinitionCommandInput, Service } from '@aws-sdk/client-ecs';
import { DeployError } from '../../deploy/deploy.error';
import type { Plan, Release } from '../../deploy/platform';
import type { EcsApi } from './ecs-api';
import type { EcsFiles } from './ecs-files';
import { renderTaskDefinition, templateValues } from './render-task-definition';
import { rollOutState } from './roll-out-state';
import type { EcsServiceFile } from './service-file';
import { taskDefinitionDifferences } from './task-definition-differences';

/** Compares what runs with what should. Changes nothing. */
export async function planEcs(ecs: EcsApi, files: EcsFiles, release: Release): Promise<EcsPlan> {
  const settings = files.service(release.app);
  const values = templateValues(files.environment(release.environment), release.app, release.image);
  const definition = renderTaskDefinition(files.taskDefinition(release.app), values);

  const service = await ecs.service(settings.service);
  const current = await ecs.taskDefinition(service.taskDefinition!);
  const differences = current ? taskDefinitionDifferences(current, definition) : ['all'];
  const state = stateOf(service, differences.length === 0);

  // An earlier run may have registered this and gone no further.
  const newest = await ecs.taskDefinition(definition.family!);
  const reusable = newest && taskDefinitionDifferences(newest, definition).length === 0;
  const asleep = service.desiredCount === 0;
  const revision =
    state === 'change' ? reusable && newest.taskDefinitionArn : service.taskDefinition;

  return {
    state,
    settings,
    service,
    definition,
    differences,
    asleep,
    former: formerRevision(service),
    calls: [
      `ecs:RegisterTaskDefinition ${JSON.stringify(definition)}`,
      ...(settings.migrate
        ? [`ecs:RunTask ${definition.family} ${settings.migrate.join(' ')}`]
        : []),
      ...(asleep ? [`ecs:RunTask ${definition.family}, until it is healthy`] : []),
      `ecs:UpdateService ${ecs.cluster}/${settings.service} with the new revision`,
    ].slice(revision ? 1 : 0),
    ...(revision ? { revision } : {}),
  };
}

/** @throws {DeployError} BUSY, a transient error, while something else is rolled out */
function stateOf(service: Service, same: boolean): Plan['state'] {
  const revision = service.taskDefinition!;
  const state = rollOutState(service, revision);
  if (same && state.is === 'done') return 'unchanged';
  if (same && state.is === 'in progress') return 'continue';
  const primary = service.deployments?.find(({ status }) => status === 'PRIMARY');
  if (state.is !== 'in progress' || primary?.rolloutState !== 'IN_PROGRESS') return 'change';
  throw new DeployError(
    'BUSY',
    `${service.serviceName} is rolling out ${revision}, which is not this release ` +
      `(${state.running} of ${state.desired} tasks run). ` +
      'Wait for it, or stop it: aws ecs stop-service-deployment.',
    [],
    { transient: true },
  );
}

/** While a roll-out is on its way, the revision before it still has a deployment. */
function formerRevision({ deployments = [], taskDefinition }: Service): string {
  const completed = deployments.find(({ rolloutState }) => rolloutState === 'COMPLETED');
  return completed?.taskDefinition ?? taskDefinition!;
}

/** What a deploy to ECS would do, and what it found. */
export interface EcsPlan extends Plan {
  readonly settings: EcsServiceFile;
  readonly service: Service;
  readonly definition: RegisterTaskDefinitionCommandInput;
  /** The revision to go back to: the newest that ran well. */
  readonly former: string;
  /** A registered revision that is the wanted one already; filled in by the migration otherwise. */
  revision?: string;
}
