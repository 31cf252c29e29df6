import type { Config } from '@repo/config';
import { awaitSchema } from '@repo/database';
import type { RootLogger } from '@repo/telemetry';
import { databaseFeatures } from '../database-features';
import { answerProbes } from './probe-server';

/** Nothing is under way yet, and process 1 of a container heeds no signal that it does not handle. */
const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const exit = () => process.exit(0);

/**
 * Waits for a schema that is older than this code, and answers probes meanwhile: a worker that died
 * again and again would make the orchestrator roll back a release whose migrations still run.
 *
 * @throws {DatabaseError} it is older still after `SCHEMA_WAIT`, or the database cannot be used
 */
export async function waitForSchema(config: Config, logger: RootLogger): Promise<void> {
  const { server, worker } = config;
  let stopProbes: (() => Promise<void>) | undefined;
  for (const signal of SIGNALS) process.on(signal, exit);
  try {
    await awaitSchema(config, databaseFeatures, {
      timeoutMs: worker.schemaWaitMs,
      onOlder: async ({ message }) => {
        logger.warn(`${message} Waiting for that, ${worker.schemaWaitMs / 1_000} s at most.`);
        stopProbes = await answerProbes(server, worker);
      },
    });
    if (stopProbes !== undefined) logger.info('The schema fits this code now.');
  } finally {
    await stopProbes?.();
    for (const signal of SIGNALS) process.off(signal, exit);
  }
}
