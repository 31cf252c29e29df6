import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFixtureHost } from '../process/fixture-host';
import { testAuthorization } from './authorization';
import { summary, table } from './report';
import { ConformanceSuite } from './suite';
import { isAcceptable, judge } from './verdict';

/** All that the suite knows. */
const REVISIONS = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'];

const LATEST = '2026-07-28';

/** All scenarios of authorization servers that it has; those named `auth/…` are of clients. */
const AUTHORIZATION = ['authorization-server-metadata-endpoint', 'authorization-code-grant'];

/**
 * Of the extensions that the fixtures offer; of the latest revision alone. `tasks-status-notifications`
 * is not here, as the suite has no check in it yet: it ends as skipped against any server.
 */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  '2026-07-28': [
    'sep-2640-skills-enumeration',
    'sep-2640-skills-manifest',
    'sep-2640-skills-directory',
    'tasks-lifecycle',
    'tasks-capability-negotiation',
    'tasks-wire-fields',
    'tasks-request-state-removal',
    'tasks-request-headers',
    'tasks-dispatch-and-envelope',
    'tasks-required-task-error',
    'tasks-mrtr-input',
    'tasks-mrtr-composition',
  ],
};

/** Runs the official suite against the built host, both eras; the exit code tells if all is well. */
async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mcp-conformance-'));
  const suite = new ConformanceSuite(folder);
  const host = await startFixtureHost();
  const summaries: string[] = [];
  try {
    for (const revision of REVISIONS) {
      const extensions = EXTENSIONS[revision] ?? [];
      const results = await suite.test(host.url, revision, extensions);
      const required = [...(await suite.required(revision)), ...extensions];
      const verdicts = judge(required, results);
      console.log(`\n${revision}\n${table(verdicts)}`);
      summaries.push(summary(revision, verdicts));
      if (!verdicts.every(isAcceptable)) process.exitCode = 1;
    }
    const results = await testAuthorization(suite, LATEST);
    const verdicts = judge([...AUTHORIZATION], results);
    console.log(`\nauthorization server, ${LATEST}\n${table(verdicts)}`);
    summaries.push(summary('authorization server', verdicts));
    if (!verdicts.every(isAcceptable)) process.exitCode = 1;
  } finally {
    await host.process.stop();
  }
  console.log(`\nAll checks: ${folder}\n${summaries.join('\n')}`);
}

// Leaving by a signal is leaving all the same: what was started is ended on `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
