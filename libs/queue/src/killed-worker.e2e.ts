import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describeOnBothBackends, TestQueue } from './testing/both-backends';
import { until } from '@repo/foundation/testing';

describeOnBothBackends('a queue', (environment) => {
  let test: TestQueue;
  beforeEach(() => {
    test = new TestQueue(environment());
  });
  afterEach(() => test.close());

  it('gives the job of a worker that was killed to another', async () => {
    const job = await test.queue.add('handed on', {});
    const killed = await spawnStuckWorker(environment(), test.name);
    killed.kill('SIGKILL');
    test.work(async () => 'done by another', { stalledInterval: 200 });
    await until(() => job.isCompleted());
    expect((await test.queue.getJob(job.id ?? ''))?.returnvalue).toBe('done by another');
  });
});

/** Resolves when it has taken a job. */
async function spawnStuckWorker(environment: Record<string, string>, queue: string) {
  const child = spawn(
    process.execPath,
    [
      ...['-C', '@repo/source', '-r', '@swc-node/register'],
      ...[join(__dirname, 'testing/stuck-worker.fixture.ts'), queue],
    ],
    {
      env: {
        PATH: process.env['PATH'],
        TS_NODE_PROJECT: join(__dirname, '../tsconfig.json'),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(child.stdout, 'data');
  return child;
}
