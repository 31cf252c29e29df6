import { DeployError } from '../deploy/deploy.error';
import type { Image } from '../image/image-file';

/** Where an image goes. */
export interface PushTarget {
  /** Host and port. */
  readonly registry: string;
  /** `registry/name`, without tag. */
  readonly repository: string;
  /** `<version>-<commit>`: it never moves. */
  readonly tag: string;
  /** A registry on this machine, such as one for a test, has no certificate. */
  readonly plain: boolean;
}

const REGISTRY = /^(?<registry>[a-zA-Z0-9.-]+(:\d{1,5})?)(\/[a-z0-9._-]+)*$/;

/**
 * @param to `IMAGE_REGISTRY`: a registry and the prefix of the app's name, such as
 *   `111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp`
 * @throws {DeployError} USAGE
 */
export function pushTarget({ app, version, commit }: Image, to: string | undefined): PushTarget {
  const registry = REGISTRY.exec(to ?? '')?.groups?.['registry'];
  if (registry === undefined) {
    throw new DeployError(
      'USAGE',
      `IMAGE_REGISTRY is ${to ? JSON.stringify(to) : 'not set'}: expected where images go, such ` +
        'as 111111111111.dkr.ecr.eu-central-1.amazonaws.com/mcp.',
    );
  }
  const plain = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry);
  return { registry, repository: `${to}/${app}`, tag: `${version}-${commit}`, plain };
}
