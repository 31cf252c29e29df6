import { type Manifest, type Of, podOf } from './manifest';

/** The pause and the drain must fit into what Kubernetes waits before it kills. */
export function drainFaults(
  deployment: Of<'Deployment' | 'Job'>,
  manifests: readonly Manifest[],
): string[] {
  const { containers, terminationGracePeriodSeconds: grace = 30 } = podOf(deployment);
  const pause = containers[0]?.lifecycle?.preStop?.sleep?.seconds ?? 0;
  const drain = shutdownGrace(manifests);
  return pause + drain < grace
    ? []
    : [`is killed after ${grace} s, but pauses ${pause} s and drains ${drain} s`];
}

function shutdownGrace(manifests: readonly Manifest[]): number {
  const settings = manifests.find(({ data }) => data?.['SHUTDOWN_GRACE'] !== undefined);
  const [, seconds] = /^(\d+)s$/.exec(settings?.data?.['SHUTDOWN_GRACE'] ?? '') ?? [];
  return Number(seconds);
}
