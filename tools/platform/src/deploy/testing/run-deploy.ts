import { deploy, type DeployOptions, type Outcome } from '../deploy';
import type { Plan, Platform } from '../platform';
import { Progress } from '../report/progress';
import { FakeClock } from './fake-clock';

/** Deploys a release to staging as the command line would, and keeps what it said. */
export async function runDeploy<P extends Plan>(
  platform: Platform<P>,
  { app, image }: { readonly app: string; readonly image: string },
  options: Partial<DeployOptions> & { readonly lines?: string[] } = {},
): Promise<Outcome> {
  const { lines = [], clock = new FakeClock(), ...rest } = options;
  return deploy(
    platform,
    { app, environment: 'staging', image },
    {
      ...{ holder: 'this-run', clock, signal: new AbortController().signal },
      progress: new Progress({ write: (text) => lines.push(text) }, clock),
      ...rest,
    },
  );
}
