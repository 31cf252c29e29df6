import type { PlatformSettings } from '../../rules/platform-settings';
import type { TargetRules } from '../../rules/rules';
import { isAt, type OwnPlace } from './own-place';

/**
 * What must never be scaled, whatever the rules say: what runs this worker, and what is named. Who
 * scales off what must wake the others wakes nobody.
 */
export class Protection {
  private readonly names: ReadonlySet<string>;

  /** @param names of targets, or of the services, deployments and groups that targets are */
  constructor(
    names: readonly string[],
    private readonly place: OwnPlace | undefined,
  ) {
    this.names = new Set(names);
  }

  /** Why a target must be left alone; none where it need not. */
  why({ name, settings }: TargetRules): string | undefined {
    const protectedName = [name, resourceOf(settings)].find(
      (known) => known !== undefined && this.names.has(known),
    );
    if (protectedName !== undefined) return `SCALING_PROTECTED names ${protectedName}`;
    if (this.place !== undefined && isAt(this.place, settings)) return 'it runs this worker';
    return undefined;
  }
}

/** What the platform calls it. */
function resourceOf(settings: PlatformSettings): string | undefined {
  switch (settings.platform) {
    case 'ecs':
    case 'cloud-run':
      return settings.service;
    case 'kubernetes':
      return settings.deployment;
    case 'container-instances':
      return settings.container_group;
    case 'process':
      return undefined;
  }
}
