import cluster from 'node:cluster';
import { createLogger, logDestination } from '@repo/telemetry';
import { Fleet } from './fleet';

/** A primary whose workers come up and die at once. */
if (cluster.isWorker) {
  process.send?.({ type: 'listening' });
  process.send?.({ type: 'fatal', text: 'the disk is on fire' }, () => process.exit(42));
} else {
  const destination = logDestination({ fd: 1, prettyOnTerminal: false });
  const fleet = new Fleet({
    fork: () => cluster.fork(),
    graceMs: 1_000,
    logger: createLogger({ name: 'fleet', level: 'info', destination }),
    onStart: (worker) =>
      worker.onMessage((message) => {
        if (message.type === 'fatal') worker.fatalMessage = message.text;
      }),
    onEnd: () => undefined,
    onChange: () => undefined,
    onGiveUp: (exitCode) => process.exit(exitCode),
  });
  fleet.setDesired(Number(process.env['WORKERS']));
}
