import { differences } from '../../deploy/differences';

/** One object of Kubernetes, as in a manifest or as the cluster has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ManifestMetadata;
  readonly spec?: ManifestSpec;
  readonly status?: DeploymentStatus;
}

interface ManifestMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly generation?: number;
  readonly resourceVersion?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string }[];
  readonly managedFields?: readonly { readonly manager?: string }[];
  /** It is being deleted. */
  readonly deletionTimestamp?: string;
}

interface ManifestSpec {
  readonly replicas?: number;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly template?: PodTemplate;
  /** Of a Job. */
  readonly backoffLimit?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  /** Of a Lease. */
  readonly holderIdentity?: string;
  readonly renewTime?: string;
  readonly leaseDurationSeconds?: number;
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
  readonly spec?: { readonly containers?: readonly Container[]; readonly restartPolicy?: string };
}

interface Container {
  readonly name: string;
  readonly image?: string;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly availableReplicas?: number;
  readonly conditions?: readonly Condition[];
}

export const containersOf = ({ spec }: Manifest) => spec?.template?.spec?.containers ?? [];

/** Whether a condition of the object's status holds, and what it says. */
export const conditionOf = ({ status }: Manifest, type: string) =>
  status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');

/** Whether two templates make the same pods. */
export const isSamePod = (a: PodTemplate | undefined, b: PodTemplate | undefined) =>
  a !== undefined && b !== undefined && differences(a, b).length === 0;

export const without = <T>(
  values: Readonly<Record<string, T>> | Manifest | undefined,
  name: string,
) =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => key !== name)) as Record<
    string,
    T
  >;
