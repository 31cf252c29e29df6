import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'cloud-functions',
  artifact: { functionPackage: 'google-cloud-functions' },
  files: () => ['**/*'],
  schemas: async () => ({
    environment: (await import('../../deploy/google/google-environment.ts')).googleEnvironment,
  }),
  open: async ({ environment }, { root }) =>
    new (await import('./cloud-functions.platform.ts')).CloudFunctionsPlatform(root, environment),
};
