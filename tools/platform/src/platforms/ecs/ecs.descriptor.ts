import { hasFiles } from '../has-files';
import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'ecs',
  artifact: 'image',
  files: (app) => (hasFiles('ecs', app) ? [`${app}/**/*`, 'environments/**/*'] : undefined),
  schemas: async () => ({
    environment: (await import('./environment-file.ts')).environmentFile,
    service: (await import('./service-file.ts')).serviceFile,
  }),
  open: async (release, { folder, clock }) =>
    (await import('./ecs.platform.ts')).EcsPlatform.open(release, folder, clock),
};
