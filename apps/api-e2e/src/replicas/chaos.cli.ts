import { RedisServer } from '@acme/redis/testing';
import { chaosTable, runChaos } from './chaos';
import { ReplicaSet } from './replica-set';

const SIZE = 3;
const [clients = 200, lastsSeconds = 60] = process.argv.slice(2).map(Number);

/** Many clients while replicas die, by far more than a test has time for. */
async function main(): Promise<void> {
  const redis = new RedisServer();
  await redis.start();
  const replicas = await ReplicaSet.start(SIZE, { REDIS_URL: redis.url });
  try {
    const report = await runChaos(replicas, SIZE, clients, lastsSeconds);
    console.log(chaosTable(report));
    for (const { client, what, error } of report.failedOtherwise.slice(0, 20)) {
      console.log(`otherwise: ${client}, ${what}: ${error}`);
    }
    for (const lost of report.lostSessions.slice(0, 20)) console.log(`lost: ${lost}`);
    if (report.failedOtherwise.length + report.lostSessions.length > 0) process.exitCode = 1;
  } finally {
    await replicas.stop();
    await redis.remove();
  }
}

// Leaving by a signal is leaving all the same: what was started is ended on `exit`.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
