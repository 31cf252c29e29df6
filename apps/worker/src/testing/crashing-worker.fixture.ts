import 'reflect-metadata';
import { loadConfig } from '@repo/config';
import { ProcessDriver, ScalingStore } from '@repo/scaling';
import { startWorker } from '../bootstrap';
import type { CrashPoint, Effect } from './crash-point';

type Method = (...parameters: unknown[]) => Promise<unknown>;

/**
 * A worker as its main makes it, that sends itself a real signal at one point of the first change
 * after it is told to. It is loaded at once, and works from when it is told to.
 */
let point: CrashPoint | undefined;
/** Whether the order of the change has gone out: what is read and recorded then is its end. */
let isOrdered = false;

process.on('message', (message: CrashPoint | 'work') => {
  if (message !== 'work') {
    point = message;
    isOrdered = false;
    return;
  }
  void startWorker({
    config: loadConfig(process.env),
    timing: { reconcileMs: 300, jobLockMs: 1_000, scheduleMs: 300 },
  });
});

// Whoever started it is gone.
process.on('disconnect', () => process.exit());

const store = new ScalingStore(undefined as never);
crashAround(store.statuses, 'record', (observation) => {
  const { outcome, ordered } = (observation as { result: { outcome: string; ordered?: object } })
    .result;
  if (ordered === undefined) return undefined;
  return outcome === 'pending' && !isOrdered ? 'intent' : 'outcome';
});
crashAround(store.earlierSizes, 'keep', () => 'keep');
crashAround(store.earlierSizes, 'forget', () => 'forget');
const driver = new ProcessDriver();
crashAround(driver, 'apply', () => 'order');
crashAround(driver, 'read', () => (isOrdered ? 'look' : undefined));

/** Of the class of an object, so that whoever makes another one gets it as well. */
function crashAround(
  part: object,
  name: string,
  effectOf: (parameter: unknown) => Effect | undefined,
): void {
  const methods = Object.getPrototypeOf(part) as Record<string, Method>;
  const method = methods[name]!;
  methods[name] = async function (this: unknown, ...parameters) {
    const effect = effectOf(parameters[0]);
    crashAt(effect, 'before');
    const result = await method.apply(this, parameters);
    if (effect === 'order') isOrdered = true;
    crashAt(effect, 'after');
    return result;
  };
}

function crashAt(effect: Effect | undefined, when: CrashPoint['when']): void {
  if (point === undefined || point.effect !== effect || point.when !== when) return;
  const { signal } = point;
  point = undefined;
  process.kill(process.pid, signal);
}

process.send?.('loaded');
