import type { Plugin } from 'esbuild';

const barePackage = /^[^./]/;

/** Leaves every import of a package out of the bundle, except those of this workspace. */
export const thirdPartyExternal: Plugin = {
  name: 'third-party-external',
  setup(build) {
    build.onResolve({ filter: barePackage }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@acme/') ? undefined : { path, external: true },
    );
  },
};
