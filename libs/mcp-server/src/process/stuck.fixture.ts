import { createLogger, logDestination, logUncaught, stopOnSignals } from '@repo/telemetry';

/** A process that never finishes what it does, and that fails on demand. */
const destination = logDestination({ fd: 1, prettyOnTerminal: false });
const logger = createLogger({ name: 'stuck', level: 'info', destination });
logUncaught(logger);
stopOnSignals({
  stop: (force) => new Promise((resolve) => force.addEventListener('abort', () => resolve())),
  graceMs: Number(process.env['GRACE_MS']),
  logger,
});
setInterval(() => undefined, 1_000);

const [failure] = process.argv.slice(2);
if (failure === 'exception') setImmediate(() => fail());
if (failure === 'rejection') void Promise.reject(new Error('nobody looks'));
logger.info('started');

function fail(): never {
  throw new Error('nobody caught this');
}
