import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'container-instances',
  artifact: 'image',
  files: (app) => (app === 'api' ? ['**/*', '../public-paths.json'] : undefined),
  schemas: async () => ({
    environment: (await import('./environment-file.ts')).containerEnvironment,
  }),
  open: async ({ environment }, { folder, clock }) => {
    const { ContainerInstancesPlatform } = await import('./container-instances.platform.ts');
    return new ContainerInstancesPlatform(folder, environment, clock);
  },
};
