import 'reflect-metadata';
import { createInterface } from 'node:readline/promises';
import { loadConfig } from '@repo/config';
import { SystemClock } from '@repo/foundation';
import { ScalingRun, ScalingStore } from '@repo/scaling';
import { createLogger } from '@repo/telemetry';
import { WorkerApp } from '@repo/worker/src/worker-app';
import { reachStandIns } from './stand-ins';

/**
 * The worker as its main makes it, but for its clock: each line of the input is an instant, at which
 * the target named in it is reconciled until nothing is left to do. Prints what was done, as JSON.
 */
async function run(): Promise<void> {
  reachStandIns();
  let now = Date.UTC(2026, 5, 3, 12);
  SystemClock.prototype.now = () => now;
  const logger = createLogger({ name: 'worker', level: 'fatal', destination: process.stderr });
  // No look at all targets falls between the instants.
  const timing = { reconcileMs: 3_600_000, jobLockMs: 15_000, scheduleMs: 3_600_000 };
  const worker = await WorkerApp.start({ config: loadConfig(process.env), logger, timing });
  for await (const line of createInterface({ input: process.stdin })) {
    const [at = '', target = ''] = line.split(' ');
    now = Date.parse(at);
    const done = await settled(worker.get(ScalingRun), target);
    // Its own queue may have been first: then the history has it.
    const { events } = await worker.get(ScalingStore).history.page({ target, from: now, limit: 5 });
    const first = events.at(-1);
    const others = first === undefined ? [] : [`${first.action}, ${first.outcome}`];
    console.log(JSON.stringify(done.length > 0 ? done : others));
  }
  await worker.stop();
  process.exit();
}

const MAX_STEPS = 200;

async function settled(scaling: ScalingRun, target: string): Promise<string[]> {
  const done: string[] = [];
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const run = await scaling.reconcileTarget(target);
    const { action = 'none', outcome = 'failed', why = 'no rule names it' } = run?.result ?? {};
    if (outcome === 'failed') return [...done, `${action}, failed: ${why}`];
    if (outcome === 'unchanged') return done;
    // Its own queue may be at it.
    if (outcome !== 'busy') done.push(`${action}, ${outcome}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [...done, 'it never ends'];
}

void run();
