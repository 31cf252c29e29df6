import { MIGRATING_APP } from '../../deploy/migrating-app';
import { hasFiles } from '../has-files';
import type { PlatformDescriptor } from '../platform-descriptor';

export const descriptor: PlatformDescriptor = {
  name: 'cloud-run',
  artifact: 'image',
  files: (app) => {
    if (!hasFiles('cloud-run', `${app}.yaml`)) return undefined;
    const migration = app === MIGRATING_APP ? ['migration.yaml'] : [];
    const paths = app === 'worker' ? [] : ['../public-paths.json'];
    return [`${app}.yaml`, ...migration, 'environments/**/*', ...paths];
  },
  schemas: async () => ({
    environment: (await import('./environment-file.ts')).cloudRunEnvironment,
  }),
  open: async ({ environment }, { folder }) =>
    new (await import('./cloud-run.platform.ts')).CloudRunPlatform(folder, environment),
};
