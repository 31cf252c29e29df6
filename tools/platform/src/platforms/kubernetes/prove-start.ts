import { DeployError } from '../../deploy/deploy.error';
import { type Wait, waitUntil } from '../../deploy/wait-until';
import { isReadyPod } from './broken-pods';
import { type KubernetesApi, podKind } from './kubernetes-api';
import { conditionOf, type Manifest } from './manifest';

const NAME_LABEL = 'app.kubernetes.io/name';
/** Should the deploy be cut off, the cluster ends the pod and forgets the Job by itself. */
const LIMIT_SECONDS = 300;
/** Also where the deploy itself was told to stop. */
const DELETE_TIMEOUT_MS = 5_000;

/**
 * Runs one pod of a Deployment that is scaled to nothing as a Job until its probes succeed, and
 * deletes it: the Deployment need not be woken for a deploy. No Service sends requests to it.
 *
 * @throws {DeployError} FAILED with the last lines of its log when it ends or does not get ready
 */
export async function proveStart(
  api: KubernetesApi,
  deployment: Manifest,
  image: string,
  wait: Wait,
): Promise<void> {
  const job = startJob(deployment, image);
  const { name, namespace = 'default' } = job.metadata;
  try {
    await api.apply(job);
    await waitUntil('The start of one pod', wait, async () => {
      const pods = await api.list(podKind, namespace, `job-name=${name}`);
      if (pods.some(isReadyPod)) return pods;
      const live = await api.read(job);
      if (live === undefined || conditionOf(live, 'Failed') === undefined) return undefined;
      const [pod] = pods;
      const log = pod === undefined ? [] : await api.logTail(namespace, pod.metadata.name);
      const reason = conditionOf(live, 'Failed')?.message ?? 'it ended';
      throw new DeployError('FAILED', `One pod of the new version did not start: ${reason}.`, log);
    });
  } finally {
    await api
      .within(AbortSignal.timeout(DELETE_TIMEOUT_MS))
      .delete(job)
      .catch(() => undefined);
  }
}

function startJob({ metadata, spec }: Manifest, image: string): Manifest {
  const name = `${metadata.name}-start-${image.slice(-64).slice(0, 12)}`;
  const { metadata: pods, spec: pod } = spec?.template ?? {};
  const template = {
    metadata: { ...pods, labels: { ...pods?.labels, [NAME_LABEL]: `${metadata.name}-start` } },
    spec: { ...pod, restartPolicy: 'Never' },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: LIMIT_SECONDS,
      ttlSecondsAfterFinished: LIMIT_SECONDS,
      template,
    },
  };
}
