import { join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generateFeature, type FeatureOptions } from '../feature';

/** `nx g platform:prompt <name>`: a prompt, its spec, and its place in the module. */
export default function promptGenerator(
  tree: Tree,
  options: FeatureOptions,
): Promise<GeneratorCallback> {
  return generateFeature(tree, options, {
    kind: 'prompt',
    templates: join(__dirname, 'files'),
    call: `--method prompts/get --prompt-name ${options.name} --prompt-args text=hello`,
  });
}
