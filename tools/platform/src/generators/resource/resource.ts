import { join } from 'node:path';
import type { GeneratorCallback, Tree } from '@nx/devkit';
import { generateFeature, type FeatureOptions } from '../feature';
import { namesOfFeature } from '../naming';
import { resourceUri } from './resource-uri';

export interface ResourceOptions extends FeatureOptions {
  /** Default: `features://<name>`. */
  readonly uri?: string;
}

/** `nx g platform:resource <name>`: a resource or a template of some, its spec, its place in the module. */
export default function resourceGenerator(
  tree: Tree,
  { uri, ...options }: ResourceOptions,
): Promise<GeneratorCallback> {
  const { fileName } = namesOfFeature(options.name);
  const { text, variables, example } = resourceUri(uri ?? `features://${fileName}`);
  return generateFeature(tree, options, {
    kind: 'resource',
    templates: join(__dirname, variables.length === 0 ? 'files/fixed' : 'files/template'),
    substitutions: { uri: text, variables, example },
    call: `--method resources/read --uri ${example}`,
  });
}
