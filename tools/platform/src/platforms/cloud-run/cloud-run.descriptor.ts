import type { PlatformDescriptor } from '../platform-descriptor';
import { manifestFiles } from './manifest-files';

export const descriptor: PlatformDescriptor = {
  name: 'cloud-run',
  artifact: 'image',
  files: (app) => {
    const files = manifestFiles[app];
    const shared = ['environments/**/*', ...(app === 'api' ? ['../public-paths.json'] : [])];
    return files && [...Object.values(files), ...shared];
  },
  schemas: async () => ({
    environment: (await import('../../deploy/google/google-environment.ts')).googleEnvironment,
  }),
  open: async ({ environment }, { folder }) =>
    new (await import('./cloud-run.platform.ts')).CloudRunPlatform(folder, environment),
};
