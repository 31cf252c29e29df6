import type { CloudRunSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { MemorySizes } from '../memory-sizes';
import { ScalingError } from '../scaling.error';
import { CloudRunApi, type CloudRunOptions, type CloudRunService } from './cloud-run-api';

type Target = DriverTarget<CloudRunSettings>;

/**
 * The scaling of a Cloud Run service as a whole, which makes no new revision.
 *
 * `automatic`: `min` instances are kept warm and Cloud Run adds to them on demand, so `desired` and
 * `max` of the rules hold nothing there. `manual`: exactly `desired` instances.
 */
export class CloudRunDriver implements ScalingDriver<CloudRunSettings> {
  private readonly api: CloudRunApi;

  /** @param earlier default: forgotten with the process; the rules name every size themselves */
  constructor(
    options: CloudRunOptions = {},
    readonly earlier: EarlierSizes = new MemorySizes(),
  ) {
    this.api = new CloudRunApi(options);
  }

  async read(target: Target): Promise<ActualSize> {
    const service = await this.api.service(target);
    const { minInstanceCount = 0, manualInstanceCount = 0, scalingMode } = service.scaling;
    const isManual = scalingMode === 'MANUAL';
    const wantsManual = target.settings.mode === 'manual';
    const isReady = hasArrived(service);
    // A revision's own minimum holds whatever the service as a whole is told.
    const desired = isManual
      ? manualInstanceCount
      : Math.max(minInstanceCount, revisionMinimum(service));
    return {
      desired,
      // The API tells no count of instances, only whether what it was told has been done.
      ready: isReady ? desired : 0,
      min: isManual ? undefined : minInstanceCount,
      autoscaled: !isManual,
      settled: isReady,
      differs:
        isManual === wantsManual ? undefined : `its scaling is ${scalingMode ?? 'AUTOMATIC'}`,
    };
  }

  /** @throws {ScalingError} REFUSED where a revision keeps more instances than there shall be */
  async apply(target: Target, size: Size, actual: ActualSize): Promise<void> {
    if (target.settings.mode === 'manual') {
      await this.api.setScaling(
        target,
        { scalingMode: 'MANUAL', manualInstanceCount: size.desired },
        'scaling.scalingMode,scaling.manualInstanceCount',
      );
      return;
    }
    if (!actual.autoscaled || actual.min !== size.min) {
      await this.api.setScaling(
        target,
        { scalingMode: 'AUTOMATIC', minInstanceCount: size.min },
        'scaling.scalingMode,scaling.minInstanceCount',
      );
    }
    assertNoneKept(target, size, actual);
  }
}

/** Only a new revision would have another minimum, and that is for whoever deploys. */
function assertNoneKept({ name }: Target, { max }: Size, { desired, min = desired }: ActualSize) {
  if (desired <= Math.max(min, max)) return;
  const reason =
    `the revision itself keeps ${desired} warm, which only a deploy changes: take ` +
    'autoscaling.knative.dev/minScale out of its template, so that the minimum of the service holds';
  throw new ScalingError('REFUSED', name, 'run.services.update', reason);
}

/** Whether Cloud Run is through with the service as it is now, and it came to serve. */
function hasArrived(service: CloudRunService): boolean {
  const { reconciling, generation, observedGeneration, terminalCondition } = service;
  return (
    !reconciling &&
    observedGeneration === generation &&
    terminalCondition?.state === 'CONDITION_SUCCEEDED' &&
    service.latestReadyRevision === service.latestCreatedRevision
  );
}

function revisionMinimum({ template }: CloudRunService): number {
  return template?.scaling?.minInstanceCount ?? 0;
}
