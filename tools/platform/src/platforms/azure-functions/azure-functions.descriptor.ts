import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'azure-functions',
  artifact: { functionPackage: 'azure-functions' },
  files: () => ['**/*'],
  schemas: async () => ({
    environment: (await import('./environment-file.ts')).functionEnvironment,
  }),
  open: async ({ environment }, { root }) =>
    new (await import('./azure-functions.platform.ts')).AzureFunctionsPlatform(root, environment),
};
