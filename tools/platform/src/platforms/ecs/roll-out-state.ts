import type { Deployment, Service } from '@aws-sdk/client-ecs';

/** The state of one revision's roll-out. */
type RollOutState =
  | { readonly is: 'done' }
  | { readonly is: 'in progress'; readonly running: number; readonly desired: number }
  | { readonly is: 'failed'; readonly reason: string };

/**
 * Reads the state of a service's roll-out. ECS has a deployment for each revision that still has
 * tasks; the primary one is the newest, or, when the circuit breaker has gone back, the former.
 */
export function rollOutState(service: Service, revision: string): RollOutState {
  const deployments = service.deployments ?? [];
  const primary = deployments.find(({ status }) => status === 'PRIMARY');
  if (primary?.taskDefinition !== revision) {
    const own = deployments.find(({ taskDefinition }) => taskDefinition === revision);
    const instead = `ECS went on to ${primary?.taskDefinition ?? 'no other'}`;
    return { is: 'failed', reason: own?.rolloutStateReason ?? instead };
  }
  if (primary.rolloutState === 'FAILED') {
    return { is: 'failed', reason: primary.rolloutStateReason ?? 'ECS gives no reason' };
  }
  if (isSteady(primary, deployments)) return { is: 'done' };
  return {
    is: 'in progress',
    running: primary.runningCount ?? 0,
    desired: primary.desiredCount ?? 0,
  };
}

/** A service that is scaled to nothing has nothing to wait for. */
function isSteady(primary: Deployment, deployments: readonly Deployment[]): boolean {
  const { rolloutState, runningCount = 0, desiredCount = 0 } = primary;
  return rolloutState === 'COMPLETED' && runningCount >= desiredCount && deployments.length === 1;
}
