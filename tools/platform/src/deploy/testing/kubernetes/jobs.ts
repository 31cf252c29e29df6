import { type KubernetesObject, imageOf } from './kubernetes-object';
import type { ObjectStore } from './object-store';

interface JobOutcomes {
  readonly migrationSucceeds: () => boolean;
  /** Whether a pod of an image becomes ready. */
  readonly works: (image: string) => boolean;
}

const isMigration = ({ metadata }: KubernetesObject) => metadata.name.includes('migrate');

/** Jobs: a migration ends at the second look, any other has a pod that becomes ready, or not. */
export class Jobs {
  constructor(
    private readonly store: ObjectStore,
    private readonly outcomes: JobOutcomes,
  ) {}

  /** A pod of a Job that is no migration becomes ready at once, unless its image is broken. */
  begin(path: string, job: KubernetesObject): void {
    if (isMigration(job)) return;
    const { name } = job.metadata;
    this.store.store(
      path.replace(/\/apis\/batch\/v1\/(.*)\/jobs\/[^/]+$/, `/api/v1/$1/pods/${name}-pod`),
      {
        kind: 'Pod',
        metadata: { name: `${name}-pod`, labels: { 'job-name': name } },
        spec: job.spec.template.spec,
        status: { containerStatuses: [{ ready: this.outcomes.works(imageOf(job)) }] },
      },
    );
  }

  /** What the cluster does between two looks. */
  goOn(job: KubernetesObject): void {
    const { migrationSucceeds, works } = this.outcomes;
    const succeeds = isMigration(job) ? migrationSucceeds() : works(imageOf(job));
    const type = succeeds ? 'Complete' : 'Failed';
    if (isMigration(job) || !succeeds) job.status = { conditions: [{ type, status: 'True' }] };
  }
}
