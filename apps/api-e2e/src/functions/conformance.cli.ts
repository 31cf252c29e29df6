/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { summary, table } from '../conformance/report';
import { ConformanceSuite } from '../conformance/suite';
import { judge, type ScenarioVerdict } from '../conformance/verdict';
import { PLATFORMS } from '../../../serverless/build/platforms';
import { hasLambdaRuntime, installRuntimes } from '../../../serverless/local/install-runtimes';
import { startFunction } from './function-process';
import { NEEDS_SESSION } from './needs-session';

/** Runs the official suite through each platform's local run; the exit code tells if all is well. */
async function main(): Promise<void> {
  installRuntimes();
  const summaries: string[] = [];
  for (const platform of PLATFORMS) {
    if (platform === 'aws-lambda' && !hasLambdaRuntime()) {
      summaries.push('aws-lambda skipped: aws-lambda-ric could not be compiled here');
      continue;
    }
    const suite = new ConformanceSuite(
      await mkdtemp(join(tmpdir(), `mcp-conformance-${platform}-`)),
    );
    const served = await startFunction(platform);
    try {
      for (const revision of ['2026-07-28', '2025-11-25']) {
        const results = await suite.test(served.url, revision);
        const verdicts = judge(await suite.required(revision), results);
        const bad = verdicts.filter((verdict) => !isFine(verdict, revision));
        if (bad.length > 0) {
          console.log(`\n${platform}, ${revision}\n${table(bad)}`);
          process.exitCode = 1;
        }
        summaries.push(`${platform} ${summary(revision, verdicts)}`);
      }
    } finally {
      await served.process.stop();
    }
  }
  console.log(`\n${summaries.join('\n')}`);
  for (const [name, reason] of Object.entries(NEEDS_SESSION)) console.log(`  ${name}: ${reason}`);
}

function isFine({ scenario, required, outcome }: ScenarioVerdict, revision: string): boolean {
  if (outcome === 'pass' || !required) return true;
  return revision === '2025-11-25' && scenario in NEEDS_SESSION;
}

// Leaving by a signal is leaving all the same: what was started is ended on `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
