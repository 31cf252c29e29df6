import { hostname } from 'node:os';
import { basename } from 'node:path';
import { workspaceRoot } from '../workspace-root';
import { systemClock } from './clock';
import { deploy, type Outcome } from './deploy';
import { deployArguments } from './deploy-arguments';
import { asDeployError, DeployError } from './deploy.error';
import { openPlatform } from './open-platform';
import { releasedArtifact } from './released-artifact';
import { addToSummary, Progress } from './report/progress';
import { summaryOf } from './report/summary';
import { verifyUrl } from './verify-url';

/** Names this run to others: the run of the pipeline, else the process. */
function holderName({ GITHUB_RUN_ID, GITHUB_RUN_ATTEMPT }: NodeJS.ProcessEnv): string {
  if (GITHUB_RUN_ID) return `github-run-${GITHUB_RUN_ID}-${GITHUB_RUN_ATTEMPT ?? 1}`;
  return `${hostname()}-${process.pid}`;
}

async function run(stop: AbortSignal): Promise<void> {
  const args = deployArguments(process.argv.slice(2), process.env);
  const image = args.image ?? releasedArtifact(args.appRoot, args.platform);
  const release = { app: basename(args.appRoot), environment: args.environment, image };
  const url = args.verifyUrl;
  const { DEPLOY_VERIFY_TOKEN: token } = process.env;
  let result: Outcome | DeployError;
  try {
    const clock = systemClock;
    const platform = await openPlatform(args.platform, release, { root: workspaceRoot, clock });
    result = await deploy(platform, release, {
      ...{ holder: holderName(process.env), clock, signal: stop, dryRun: args.dryRun },
      progress: new Progress(process.stdout, clock),
      ...(url === undefined ? {} : { verify: () => verifyUrl(url, token || undefined) }),
    });
  } catch (error) {
    result = asDeployError(error);
  }
  addToSummary(summaryOf(args.platform, release, result));
  if (result instanceof DeployError) throw result;
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    stop.abort(new DeployError('FAILED', `Told to stop by ${signal}; the next run goes on.`));
  });
}

run(stop.signal).catch((error: unknown) => {
  const { message, details, exitCode } = asDeployError(error);
  console.error([message, ...details].join('\n'));
  process.exitCode = exitCode;
});
