import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { PlatformDescriptor } from './platform-descriptor';

const load = createRequire(__filename);

/** All platforms that an app can be deployed to: each folder here is one. */
export const platforms: readonly PlatformDescriptor[] = readdirSync(__dirname, {
  withFileTypes: true,
})
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const module = load(`./${name}/${name}.descriptor.ts`) as { descriptor: PlatformDescriptor };
    return module.descriptor;
  });
