import { releaseHash } from '../release';

/** What is read and written of a service of Cloud Run; gcloud prints and takes it in Knative's form. */
export interface KnativeService {
  readonly metadata: Metadata;
  readonly spec: {
    readonly template: { readonly metadata?: Partial<Metadata>; readonly spec: RevisionSpec };
    readonly traffic?: readonly Traffic[];
  };
  readonly status?: {
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
}

/** The revision that takes all traffic, if one does. */
export function servingRevision(service: KnativeService | undefined): string | undefined {
  const traffic = service?.status?.traffic ?? [];
  const { revisionName } = traffic.find(({ percent }) => percent === 100) ?? {};
  return revisionName;
}

/** The revision of a release, found or to be made. */
interface RevisionChoice {
  readonly name: string;
  readonly state: 'unchanged' | 'continue' | 'change';
}

/**
 * A revision is named after what it is: `<service>-<hash>-<attempt>`. So a run sees whether this
 * release serves already, or is ready and only lacks the traffic. A revision that never became ready
 * cannot be started again under its name: the next attempt has the next number.
 *
 * @param wanted all that makes the release what it is
 */
export function chooseRevision(
  service: string,
  wanted: unknown,
  live: KnativeService | undefined,
): RevisionChoice {
  const stem = `${service}-${releaseHash(wanted)}-`;
  const serving = servingRevision(live);
  if (serving?.startsWith(stem)) return { name: serving, state: 'unchanged' };
  const { latestCreatedRevisionName: latest = '', latestReadyRevisionName: ready } =
    live?.status ?? {};
  if (!latest.startsWith(stem)) return { name: `${stem}1`, state: 'change' };
  if (latest === ready) return { name: latest, state: 'continue' };
  return { name: `${stem}${Number(latest.slice(stem.length)) + 1}`, state: 'change' };
}
