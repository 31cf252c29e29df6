import type { Metafile, Plugin } from 'esbuild';
import { relative, resolve } from 'node:path';
import { circlesIn, wayAround, type ImportGraph } from '../dependencies/import-circles';
import { workspaceRoot } from '../workspace-root';

const THIRD_PARTY = /(^|[\\/])node_modules[\\/]/;

/**
 * Warns of files that import each other. One of them runs before what it imports is there, and all
 * that Node says of it is `Cannot access … before initialization`, or that a class extends undefined.
 */
export const importCircles: Plugin = {
  name: 'import-circles',
  setup(build) {
    build.initialOptions.metafile = true;
    const { absWorkingDir = process.cwd() } = build.initialOptions;
    build.onEnd(({ metafile }) => {
      if (metafile === undefined) return undefined;
      const graph = firstPartyImports(metafile, absWorkingDir);
      const warnings = circlesIn(graph).map((circle) => ({
        text: `Files import each other: ${wayAround(graph, circle).join(' → ')}. Move what they share to a file of its own. Until then a start may fail with "Cannot access … before initialization" or "Class extends value undefined".`,
      }));
      return { warnings };
    });
  },
};

/** Only imports that are left in the bundle: those of types are not. */
function firstPartyImports({ inputs }: Metafile, folder: string): ImportGraph {
  const pathOf = (file: string) => relative(workspaceRoot, resolve(folder, file));
  const own = Object.entries(inputs).filter(([file]) => !THIRD_PARTY.test(file));
  return new Map(
    own.map(([file, { imports }]) => {
      const first = imports.filter(
        ({ external, kind, path }) =>
          external !== true && kind === 'import-statement' && !THIRD_PARTY.test(path),
      );
      return [pathOf(file), first.map(({ path }) => pathOf(path))];
    }),
  );
}
