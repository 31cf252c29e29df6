import { shortHash } from '../templates/short-hash';
import { type KnativeService, servingRevision } from './knative';

/** The revision of a release, found or to be made. */
export interface RevisionChoice {
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
  const stem = `${service}-${shortHash(wanted)}-`;
  const serving = servingRevision(live);
  if (serving?.startsWith(stem)) return { name: serving, state: 'unchanged' };
  const { latestCreatedRevisionName: latest = '', latestReadyRevisionName: ready } =
    live?.status ?? {};
  if (!latest.startsWith(stem)) return { name: `${stem}1`, state: 'change' };
  if (latest === ready) return { name: latest, state: 'continue' };
  return { name: `${stem}${Number(latest.slice(stem.length)) + 1}`, state: 'change' };
}
