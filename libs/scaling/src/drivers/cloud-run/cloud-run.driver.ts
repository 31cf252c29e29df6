import type { CloudRunSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { MemorySizes } from '../memory-sizes';
import { CloudRunApi, type CloudRunOptions } from './cloud-run-api';

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
    const desired = isManual ? manualInstanceCount : minInstanceCount;
    return {
      desired,
      // The API tells no count of instances, only whether what it was told has been done.
      ready: service.reconciling ? 0 : desired,
      min: isManual ? undefined : minInstanceCount,
      autoscaled: !isManual,
      settled: !service.reconciling,
      differs:
        isManual === wantsManual ? undefined : `its scaling is ${scalingMode ?? 'AUTOMATIC'}`,
    };
  }

  async apply(target: Target, size: Size): Promise<void> {
    if (target.settings.mode === 'manual') {
      await this.api.setScaling(
        target,
        { scalingMode: 'MANUAL', manualInstanceCount: size.desired },
        'scaling.scalingMode,scaling.manualInstanceCount',
      );
    } else {
      await this.api.setScaling(
        target,
        { scalingMode: 'AUTOMATIC', minInstanceCount: size.min },
        'scaling.scalingMode,scaling.minInstanceCount',
      );
    }
  }
}
