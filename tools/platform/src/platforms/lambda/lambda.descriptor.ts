import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'lambda',
  artifact: { functionPackage: 'aws-lambda' },
  files: () => ['**/*'],
  open: async ({ environment }, { root }) =>
    new (await import('./lambda.platform.ts')).LambdaPlatform(root, environment),
};
