import { existsSync } from 'node:fs';
import { join } from 'node:path/posix';
import { parseCompose } from '../compose/compose-file';
import type { Deployed } from '../environment/deployed';
import { type Instruction, lastStage, parseDockerfile } from '../images/dockerfile';
import { type Manifest, ofKind, podOf } from '../kubernetes/manifest';
import { textOf, workspace } from '../workspace';

/** Where the image has its files. */
const home = '/app';

/** The text of the rules in the worker's image; none where no COPY brings them. */
export function rulesInImage({ variables }: Deployed): string | undefined {
  const stage = lastStage(parseDockerfile(textOf('apps/worker/Dockerfile')));
  const path = join(home, variables['SCALING_CONFIG'] ?? '');
  const sources = stage.filter(({ name }) => name === 'COPY').map((copy) => sourceOf(copy, path));
  const source = sources.find((one) => one !== undefined && existsSync(join(workspace, one)));
  return source === undefined ? undefined : textOf(source);
}

/** What a COPY puts at a path, where the build is sent it: .dockerignore names all that is. */
function sourceOf({ value }: Instruction, path: string): string | undefined {
  const [from = '', to = ''] = value.split(' ');
  const isSent = textOf('.dockerignore').split('\n').includes(`!${from}`);
  const target = join(home, to);
  return isSent && path.startsWith(target) ? join(from, path.slice(target.length)) : undefined;
}

/** Those that Compose mounts. */
export function rulesOfCompose({ variables }: Deployed): string | undefined {
  const path = variables['SCALING_CONFIG'] ?? '';
  const { volumes = [] } = parseCompose(textOf('docker-compose.yml')).services['worker']!;
  for (const volume of volumes) {
    const [from = '', to = ''] = volume.split(':');
    if (path.startsWith(`${to}/`)) return textOf(join(from, path.slice(to.length)));
  }
  return undefined;
}

/** Those of the ConfigMap that the worker's pods mount. */
export function rulesOfPods(
  { variables }: Deployed,
  manifests: readonly Manifest[],
): string | undefined {
  const path = variables['SCALING_CONFIG'] ?? '';
  const workers = ofKind(manifests, 'Deployment').filter(
    ({ metadata }) => metadata.name === 'mcp-worker',
  );
  for (const { containers, volumes = [] } of workers.map(podOf)) {
    const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
    const mount = mounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
    const map = volumes.find(({ name }) => name === mount?.name)?.configMap?.name;
    const config = ofKind(manifests, 'ConfigMap').find(({ metadata }) => metadata.name === map);
    return config?.data?.[path.slice(`${mount?.mountPath}/`.length)];
  }
  return undefined;
}
