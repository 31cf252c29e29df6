import { DeployError } from '../../deploy/deploy.error';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import { type KubernetesApi, podKind } from './kubernetes-api';
import { conditionOf, type Manifest } from './manifest';

/**
 * Runs a Job to its end. One that an earlier deploy began is waited for; one that failed is begun
 * anew.
 *
 * @throws {DeployError} MIGRATION_FAILED with the last lines of its pods
 */
export async function runJob(api: KubernetesApi, job: Manifest, wait: Wait): Promise<void> {
  const earlier = await api.read(job);
  if (earlier !== undefined && jobState(earlier) === 'failed') {
    await api.delete(job);
    await waitUntil('The end of the earlier Job', wait, async () =>
      (await api.read(job)) === undefined ? 'gone' : undefined,
    );
  }
  await api.apply(job);
  const { name, namespace = 'default' } = job.metadata;
  const end = await waitUntil(`Job ${name}`, wait, async () => {
    const live = await api.read(job);
    if (live === undefined) throw new DeployError('FAILED', `Somebody deleted Job ${name}.`);
    const state = jobState(live);
    return state === 'running' ? undefined : state;
  });
  if (end === 'complete') return;
  const pods = await api.list(podKind, namespace, `job-name=${name}`);
  const logs = await Promise.all(
    pods.slice(0, 2).map((pod) => api.logTail(namespace, pod.metadata.name)),
  );
  const message = `Job ${name} failed; what ran before runs on.`;
  throw new DeployError('MIGRATION_FAILED', message, logs.flat());
}

/** Whether a Job has ended, and how. */
function jobState(job: Manifest): 'complete' | 'failed' | 'running' {
  if (conditionOf(job, 'Complete')) return 'complete';
  return conditionOf(job, 'Failed') ? 'failed' : 'running';
}
