import { MIGRATING_APP } from '../../deploy/migrating-app';
import { hasFiles } from '../has-files';
import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'container-instances',
  artifact: 'image',
  files: (app) => {
    if (!hasFiles('container-instances', `${app}.yaml`)) return undefined;
    const migration = app === MIGRATING_APP ? ['migration.yaml'] : [];
    return [`${app}.yaml`, ...migration, 'environments/**/*', '../public-paths.json'];
  },
  schemas: async () => ({
    environment: (await import('./environment-file.ts')).containerEnvironment,
  }),
  open: async ({ app, environment }, { folder, clock }) => {
    const { ContainerInstancesPlatform } = await import('./container-instances.platform.ts');
    return new ContainerInstancesPlatform(folder, { app, environment }, clock);
  },
};
