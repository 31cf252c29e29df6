import type { Labels, Rule, Specs } from './specs';

/** One document of Kubernetes. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
    readonly annotations?: Labels;
  };
  readonly spec?: unknown;
  readonly data?: Labels;
  readonly rules?: readonly Rule[];
  readonly automountServiceAccountToken?: boolean;
}

/** A manifest whose kind is known. */
export type Of<Kind extends keyof Specs> = Manifest & { readonly spec: Specs[Kind] };

/** The manifests of a kind. */
export function ofKind<Kind extends keyof Specs>(manifests: readonly Manifest[], kind: Kind) {
  return manifests.filter((manifest) => manifest.kind === kind) as Of<Kind>[];
}

/** What makes pods. */
export function workloads(manifests: readonly Manifest[]): Of<'Deployment' | 'Job'>[] {
  return [...ofKind(manifests, 'Deployment'), ...ofKind(manifests, 'Job')];
}

/** How a fault names a manifest. */
export const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

export const podOf = ({ spec }: Of<'Deployment' | 'Job'>) => spec.template.spec;

export const labelsOf = ({ spec }: Of<'Deployment' | 'Job'>) => spec.template.metadata.labels;

export const portsOf = (workload: Of<'Deployment' | 'Job'>) =>
  podOf(workload).containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name));
