import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { DeployError } from './deploy.error';
import { parseImageReference } from './image-reference';
import type { PlatformDescriptor } from '../platforms/platform-descriptor';
import { platforms } from '../platforms/platforms';

export interface DeployArguments {
  readonly appRoot: string;
  readonly platform: PlatformDescriptor;
  readonly environment: string;
  /** With its digest; default: what `push` pushed. */
  readonly image?: string;
  readonly dryRun: boolean;
  /** Take fields of objects that others own; on Kubernetes alone. */
  readonly forceConflicts: boolean;
  readonly verifyUrl?: string;
}

const options = {
  platform: { type: 'string' },
  environment: { type: 'string' },
  image: { type: 'string' },
  'dry-run': { type: 'boolean' },
  'force-conflicts': { type: 'boolean' },
  'verify-url': { type: 'string' },
} as const;

/** @throws {DeployError} USAGE */
export function deployArguments(args: string[], env: NodeJS.ProcessEnv): DeployArguments {
  const { values, positionals } = parse(args);
  const [appRoot, extra] = positionals;
  if (appRoot === undefined || extra !== undefined) {
    throw new DeployError('USAGE', 'Say which app: npx nx deploy <app> -c <platform>.');
  }
  const platform = platforms.find(({ name }) => name === values.platform);
  if (platform === undefined) {
    const names = platforms.map(({ name }) => name).join(', ');
    throw new DeployError('USAGE', `Say where to, with -c: ${names}.`);
  }
  const environment = values.environment ?? env['DEPLOY_ENVIRONMENT'];
  if (!environment) {
    const ways = '--environment=staging or DEPLOY_ENVIRONMENT';
    throw new DeployError('USAGE', `Say which environment: ${ways}.`);
  }
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(environment)) {
    const found = JSON.stringify(environment);
    throw new DeployError('USAGE', `${found} is no name of an environment, such as staging.`);
  }
  const { image, 'verify-url': verifyUrl } = values;
  if (image && platform.artifact === 'image') refuseImageOfAnother(basename(appRoot), image);
  return {
    ...{ appRoot, platform, environment, dryRun: values['dry-run'] ?? false },
    forceConflicts: values['force-conflicts'] ?? false,
    ...(image ? { image } : {}),
    ...(verifyUrl ? { verifyUrl } : {}),
  };
}

/** Options of `nx deploy worker` reach the deploy of the api too, which goes first. */
function refuseImageOfAnother(app: string, image: string): void {
  const { name } = parseImageReference(image);
  if (basename(name) === app) return;
  throw new DeployError(
    'USAGE',
    `${image} is no image of ${app}. One app alone is deployed with --excludeTaskDependencies.`,
  );
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new DeployError('USAGE', (error as Error).message);
  }
}
