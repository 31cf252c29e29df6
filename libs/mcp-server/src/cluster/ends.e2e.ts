import { Load } from '../testing/load.fixture';
import { Spawned } from '../testing/spawned.fixture';
import { isRunning } from '@repo/foundation/testing';
import { ApiProcess } from './api-process.fixture';

describe('an api of several processes', () => {
  it('answers all that it has taken when it is told to stop under load', async () => {
    const api = await ApiProcess.start({ WORKERS: '2' });
    const workers = api.workerPids;
    const load = new Load(api.url, 'slow', { ms: 300 }, 100);
    await api.until(async () => (await api.countedCalls()) > 20);
    const ended = load.end();
    api.process.kill('SIGTERM');
    const { sent, succeeded, failures } = await ended;
    expect(failures).toEqual([]);
    expect(succeeded).toBe(sent);
    expect(await api.process.ended).toBe(0);
    expect(workers.filter(isRunning)).toEqual([]);
  });

  it('leaves no worker behind when its primary is killed, and lets their calls end', async () => {
    const api = await ApiProcess.start({ WORKERS: '2' });
    const workers = api.workerPids;
    expect(workers).toHaveLength(2);
    const call = api.text('slow', { ms: 500 });
    await api.process.output(/2 of 2 workers/);
    await api.until(async () => (await api.size()).workers.ready === 2);
    api.process.kill('SIGKILL');
    expect(workers.map(String)).toContain(await call);
    await api.until(() => !workers.some(isRunning));
  });

  it('takes the signal of a whole group, as from Ctrl-C, for one', async () => {
    const api = await ApiProcess.start({ WORKERS: '2' });
    const calls = [1, 2, 3, 4].map(() => api.text('slow', { ms: 500 }));
    await api.until(async () => (await api.size()).workers.ready === 2);
    for (const pid of api.workerPids) process.kill(pid, 'SIGINT');
    api.process.kill('SIGINT');
    expect((await Promise.all(calls)).filter((pid) => pid !== '')).toHaveLength(4);
    expect(await api.process.ended).toBe(0);
    expect(api.process.stdout).not.toContain('cut off');
  });
});

describe('workers that cannot start', () => {
  it('end it at once, with what is wrong said once and its exit code', async () => {
    const url = 'postgres://nobody:secret@127.0.0.1:9/app';
    const api = new Spawned('cluster/main.fixture.ts', [], {
      PORT: '0',
      WORKERS: '4',
      DATABASE_URL: url,
    });
    expect(await api.ended).toBe(69);
    expect(api.stdout.match(/"level":"fatal"/g)).toHaveLength(1);
    expect(api.stdout).toContain('127.0.0.1:9');
    expect(api.stdout).not.toContain('secret');
  });

  it('end it when they die again and again, with the reason', async () => {
    const fleet = new Spawned('cluster/crash-loop.fixture.ts', [], { WORKERS: '2' });
    expect(await fleet.ended).toBe(42);
    expect(fleet.stdout.match(/a worker has died: another starts/g)).toHaveLength(5);
    expect(fleet.stdout).toMatch(
      /"level":"fatal".*"exit":"exit code 42","fatalMessage":"the disk is on fire".*die again and again/,
    );
  });
});
