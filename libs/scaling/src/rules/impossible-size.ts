import type { Wanted } from '../size';
import type { PlatformSettings } from './platform-settings';

/** Why a platform cannot have a size, in words; none where it can. */
export function impossibleSize(settings: PlatformSettings, { min, max }: Wanted) {
  switch (settings.platform) {
    case 'container-instances':
      return max > 1 ? 'a container group runs or does not: max is 0 or 1' : undefined;
    case 'process':
      return min < 1 ? 'one worker must stay to take the next order: min is 1 or more' : undefined;
    case 'kubernetes':
      return settings.hpa !== undefined && min === 0 && max > 0
        ? 'a HorizontalPodAutoscaler keeps 1 replica at least: min is 1 or more, or max is 0'
        : undefined;
    default:
      return undefined;
  }
}
