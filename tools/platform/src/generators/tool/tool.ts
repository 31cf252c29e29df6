import { join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generateFeature, type FeatureOptions } from '../feature';

/** `nx g platform:tool <name>`: a tool, its spec, and its place in the module. */
export default function toolGenerator(
  tree: Tree,
  options: FeatureOptions,
): Promise<GeneratorCallback> {
  return generateFeature(tree, options, {
    kind: 'tool',
    templates: join(__dirname, 'files'),
    call: `--method tools/call --tool-name ${options.name} --tool-arg text=hello`,
  });
}
