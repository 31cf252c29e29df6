import { hostname } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { readPush } from '../push/push-file';
import { refuseUnacknowledged } from '../contract/acknowledged';
import { callersOf } from '../contract/callers';
import { workspaceRoot } from '../workspace-root';
import { systemClock } from './clock';
import { deploy, type Outcome } from './deploy';
import { type DeployArguments, deployArguments } from './deploy-arguments';
import { asDeployError, DeployError } from './deploy.error';
import { packageDigest } from './functions/function-package';
import { Progress } from './report/progress';
import { addToSummary, summaryOf } from './report/summary';
import { verifyUrl } from './verify-url';

/** Names this run to others: the run of the pipeline, else the process. */
function holderName({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }: NodeJS.ProcessEnv): string {
  if (GITHUB_RUN_ID) return `github-run-${GITHUB_RUN_ID}-${GITHUB_RUN_ATTEMPT ?? 1}`;
  return `${hostname()}-${process.pid}`;
}

/**
 * What is deployed, by its digest: the image that was pushed, or the package of functions that was
 * built.
 *
 * @throws {DeployError} NOT_FOUND when there is none
 */
function releasedArtifact({ appRoot, platform: { artifact } }: DeployArguments): string {
  if (artifact === 'image') return readPush(appRoot).image;
  return packageDigest(workspaceRoot, join(appRoot, 'dist', artifact.functionPackage));
}

async function run(stop: AbortSignal): Promise<void> {
  const args = deployArguments(process.argv.slice(2), process.env);
  const image = args.image ?? releasedArtifact(args);
  const release = { app: basename(args.appRoot), environment: args.environment, image };
  const url = args.verifyUrl;
  const { DEPLOY_VERIFY_TOKEN: token } = process.env;
  let result: Outcome | DeployError;
  try {
    const clock = systemClock;
    const root = workspaceRoot;
    const folder = join(root, 'deploy', args.platform.name);
    const { DEPLOY_AUDIT_URL: auditUrl, DEPLOY_AUDIT_TOKEN: auditToken } = process.env;
    await refuseUnacknowledged(
      { workspaceRoot: root, appRoot: resolve(root, args.appRoot), ...release },
      (changes) => callersOf(changes, auditUrl || undefined, auditToken || undefined, stop),
    );
    const { forceConflicts } = args;
    const platform = await args.platform.open(release, { root, folder, clock, forceConflicts });
    result = await deploy(platform, release, {
      ...{ holder: holderName(process.env), clock, signal: stop, dryRun: args.dryRun },
      progress: new Progress(process.stdout, clock),
      ...(url === undefined
        ? {}
        : { verify: (signal) => verifyUrl(url, token || undefined, signal) }),
    });
  } catch (error) {
    result = asDeployError(error);
  }
  addToSummary(summaryOf(args.platform.name, release, result));
  if (result instanceof DeployError) throw result;
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => stop.abort(new DeployError('STOPPED', `Told to stop by ${signal}.`)));
}

void run(stop.signal)
  .then(
    () => 0,
    (error: unknown) => {
      const { message, details, exitCode } = asDeployError(error);
      console.error([message, ...details].join('\n'));
      return exitCode;
    },
  )
  // A request that was cut off may still hold a connection.
  .then((code) => process.exit(code));
