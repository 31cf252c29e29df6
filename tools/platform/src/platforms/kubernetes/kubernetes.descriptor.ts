import { hasFiles } from '../has-files';
import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'kubernetes',
  artifact: 'image',
  files: (app) =>
    hasFiles('kubernetes', `base/${app}`)
      ? [`base/${app}/**/*`, 'base/prepare/**/*', 'base/*.yaml', 'overlays/**/*', 'components/**/*']
      : undefined,
  open: async (_, { folder, clock, forceConflicts }) => {
    const { KubernetesPlatform } = await import('./kubernetes.platform.ts');
    return KubernetesPlatform.open(folder, clock, forceConflicts);
  },
};
