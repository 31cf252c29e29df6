import { inParallel } from '../api-benchmark/measure/in-parallel';
import { TaskCluster } from './task-cluster';

const ROUNDS = 15;
const CALLS = 600;
const IN_FLIGHT = 8;

/**
 * What an ordinary call costs a server whose catalog has tools with tasks, against one that has none:
 * both at once, in turns.
 *
 * @returns the ratio of their times: of the median round
 */
export async function plainCost(): Promise<number> {
  const one = { apis: 1, runners: 0, concurrency: 0 };
  const tasks = await TaskCluster.start(one);
  const none = await TaskCluster.start({ ...one, settings: { PROOF_WITHOUT_TASKS: '1' } });
  try {
    await round(tasks);
    await round(none);
    const ratios: number[] = [];
    for (let count = 0; count < ROUNDS; count += 1) {
      const isFirst = count % 2 === 0;
      const first = await round(isFirst ? tasks : none);
      const second = await round(isFirst ? none : tasks);
      ratios.push(isFirst ? first / second : second / first);
    }
    return ratios.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
  } finally {
    await tasks.stop();
    await none.stop();
  }
}

/** @returns milliseconds */
async function round(cluster: TaskCluster): Promise<number> {
  const caller = cluster.caller('Ada');
  const beganAt = performance.now();
  await inParallel(IN_FLIGHT, Array.from({ length: CALLS }), () => caller.start('plain'));
  return performance.now() - beganAt;
}
