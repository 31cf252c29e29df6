import { conditionOf, type Manifest } from './manifest';

/** How the roll-out of a Deployment stands, by the same signs as `kubectl rollout status`. */
export type RollOutState =
  { readonly is: 'done' | 'on its way' } | { readonly is: 'failed'; readonly reason: string };

export function rollOutState({ metadata, spec, status = {} }: Manifest): RollOutState {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return { is: 'on its way' };
  const overdue = status.conditions?.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  if (overdue !== undefined) return { is: 'failed', reason: overdue.message ?? 'it took too long' };
  const wanted = spec?.replicas ?? 1;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const all = updatedReplicas >= wanted && availableReplicas >= wanted;
  return { is: all && replicas === updatedReplicas ? 'done' : 'on its way' };
}

/** Whether a Job has ended, and how. */
export function jobState(job: Manifest): 'complete' | 'failed' | 'running' {
  if (conditionOf(job, 'Complete')) return 'complete';
  return conditionOf(job, 'Failed') ? 'failed' : 'running';
}
