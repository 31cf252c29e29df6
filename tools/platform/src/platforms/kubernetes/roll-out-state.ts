import type { Manifest } from './manifest';

/** The state of a Deployment's roll-out, by the same fields as `kubectl rollout status`. */
type RollOutState =
  { readonly is: 'done' | 'in progress' } | { readonly is: 'failed'; readonly reason: string };

export function rollOutState({ metadata, spec, status = {} }: Manifest): RollOutState {
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0)) return { is: 'in progress' };
  const overdue = status.conditions?.find(({ reason }) => reason === 'ProgressDeadlineExceeded');
  if (overdue !== undefined) return { is: 'failed', reason: overdue.message ?? 'it took too long' };
  const wanted = spec?.replicas ?? 1;
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const all = updatedReplicas >= wanted && availableReplicas >= wanted;
  return { is: all && replicas === updatedReplicas ? 'done' : 'in progress' };
}
