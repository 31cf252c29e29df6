import { DeployError } from './deploy.error';

/** An image by its digest: what is deployed is what was tested, whatever happens to a tag. */
export interface ImageReference {
  readonly registry: string;
  /** The name in the registry, such as `mcp/api`. */
  readonly name: string;
  readonly digest: string;
  /** The account and region of Amazon's registry; others have none. */
  readonly ecr?: { readonly account: string; readonly region: string };
}

const reference = /^(?<registry>[^/@\s]+)\/(?<name>[^@:\s]+)@(?<digest>sha256:[0-9a-f]{64})$/;
const amazon = /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** @throws {DeployError} USAGE when it has no digest, or is no reference at all */
export function parseImageReference(image: string): ImageReference {
  const parts = reference.exec(image)?.groups;
  if (parts === undefined) {
    throw new DeployError(
      'USAGE',
      `${JSON.stringify(image)} is no image with a digest: expected registry/name@sha256:….`,
    );
  }
  const { registry = '', name = '', digest = '' } = parts;
  return { registry, name, digest, ...ecrOf(registry) };
}

/** The account and region in the name of an Amazon registry. */
export function ecrOf(registry: string): Pick<ImageReference, 'ecr'> {
  const { account, region } = amazon.exec(registry)?.groups ?? {};
  return account === undefined || region === undefined ? {} : { ecr: { account, region } };
}
