/** What is read and written of a service of Cloud Run; gcloud prints and takes it in Knative's form. */
export interface KnativeService {
  readonly metadata: Metadata;
  readonly spec: {
    readonly template: { readonly metadata?: Partial<Metadata>; readonly spec: RevisionSpec };
    readonly traffic?: readonly Traffic[];
  };
  readonly status?: {
    readonly conditions?: readonly Condition[];
    readonly latestCreatedRevisionName?: string;
    readonly latestReadyRevisionName?: string;
    readonly traffic?: readonly Traffic[];
  };
}

interface Metadata {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  readonly resourceVersion?: string;
}

interface RevisionSpec {
  readonly containers: readonly { readonly name?: string; readonly image?: string }[];
}

export interface Traffic {
  readonly revisionName?: string;
  readonly percent?: number;
  readonly latestRevision?: boolean;
  readonly tag?: string;
}

export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
}

/** The revision that takes all traffic, if one does. */
export function servingRevision(service: KnativeService | undefined): string | undefined {
  const traffic = service?.status?.traffic ?? [];
  const { revisionName } = traffic.find(({ percent }) => percent === 100) ?? {};
  return revisionName;
}

export const readyOf = (thing: { status?: { conditions?: readonly Condition[] } } | undefined) =>
  thing?.status?.conditions?.find(({ type }) => type === 'Ready');
