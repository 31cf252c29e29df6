import type { Tree } from '@nx/devkit';

/** What the environment files of `deploy` are given at the start. */
export interface EnvironmentValues {
  /** A region of AWS. */
  readonly region?: string;
  /** Where images are pushed to, such as `registry.globex.org/mcp`. */
  readonly registry?: string;
  /** The issuer of an identity provider of OpenID Connect. */
  readonly issuer?: string;
}

const EXAMPLE_REGION = /\beu-central-1(?=[a-c]?\b)/g;

/** What is written into which files; a file that the fork does not have is left out. */
export function writeEnvironmentValues(tree: Tree, values: EnvironmentValues): void {
  const { region, registry, issuer } = values;
  const edit = (files: readonly string[], change: (text: string) => string) => {
    for (const file of files) {
      const text = tree.read(file, 'utf8');
      if (text !== null) tree.write(file, change(text));
    }
  };
  const inEach = (path: (environment: string) => string) => ['staging', 'production'].map(path);
  if (region !== undefined) {
    const ofEcs = inEach((name) => `deploy/ecs/environments/${name}.json`);
    edit([...ofEcs, 'deploy/lambda/samconfig.toml'], (text) =>
      text.replace(EXAMPLE_REGION, region),
    );
  }
  if (registry !== undefined) {
    const overlays = inEach((name) => `deploy/kubernetes/overlays/${name}/kustomization.yaml`);
    edit(overlays, (text) => text.replaceAll('newName: REGISTRY/', `newName: ${registry}/`));
  }
  if (issuer !== undefined) {
    edit(['deploy/kubernetes/base/prepare/settings.env'], (text) =>
      text.includes('JWT_ISSUER=') ? text : `${text}JWT_ISSUER=${issuer}\n`,
    );
  }
}
