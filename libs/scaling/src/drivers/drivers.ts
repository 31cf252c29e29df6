import type { PlatformSettings } from '../rules/platform-settings';
import { CloudRunDriver } from './cloud-run/cloud-run.driver';
import { ContainerInstancesDriver } from './container-instances/container-instances.driver';
import { EcsDriver } from './ecs/ecs.driver';
import { KubernetesDriver } from './kubernetes/kubernetes.driver';
import { ProcessDriver } from './process/process.driver';
import type { EarlierSizes, ScalingDriver } from './scaling-driver';

/** One driver a platform, made when its first target asks for it; its SDK is loaded at first use. */
export class Drivers {
  private readonly made = new Map<PlatformSettings['platform'], ScalingDriver>();

  /** @param earlier for sizes that cannot be kept beside a target; default: in memory */
  constructor(private readonly earlier?: EarlierSizes) {}

  driverOf({ platform }: PlatformSettings): ScalingDriver {
    let driver = this.made.get(platform);
    if (driver === undefined) {
      // A driver only gets targets of its own platform, which the types cannot tell.
      driver = this.make(platform);
      this.made.set(platform, driver);
    }
    return driver;
  }

  private make(platform: PlatformSettings['platform']): ScalingDriver {
    switch (platform) {
      case 'ecs':
        return new EcsDriver();
      case 'kubernetes':
        return new KubernetesDriver({}, this.earlier);
      case 'cloud-run':
        return new CloudRunDriver({}, this.earlier);
      case 'container-instances':
        return new ContainerInstancesDriver();
      case 'process':
        return new ProcessDriver({}, this.earlier);
    }
  }
}
