import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { Spawned } from '../testing/spawned.fixture';

describe('a process that is told to stop', () => {
  // By the other signals: signals.e2e.ts.
  it('tells Prometheus of itself, and ends with 0', async () => {
    const api = new Spawned('testing/main.fixture.ts', [], { PORT: '0' });
    const [, url] = await api.output(/listening on (http:\/\/[^ "]+)/);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('process_resident_memory_bytes');
    api.kill('SIGTERM');
    expect(await api.ended).toBe(0);
  });

  it('ends with 1 when its grace is over', async () => {
    const stuck = new Spawned('process/stuck.fixture.ts', [], { GRACE_MS: '50' });
    await stuck.output(/started/);
    stuck.kill('SIGTERM');
    expect(await stuck.ended).toBe(1);
    expect(stuck.stdout).toContain('SHUTDOWN_GRACE');
  });

  it('is forced by a second signal', async () => {
    const stuck = new Spawned('process/stuck.fixture.ts', [], { GRACE_MS: '60000' });
    await stuck.output(/started/);
    stuck.kill('SIGTERM');
    await stuck.output(/SIGTERM: finishing/);
    const again = setInterval(() => stuck.kill('SIGINT'), 20);
    const code = await stuck.ended;
    clearInterval(again);
    expect(code).toBe(0);
  });

  it('takes the signals of one Ctrl-C, its own and that of its parent, for one', async () => {
    const stuck = new Spawned('process/stuck.fixture.ts', [], { GRACE_MS: '500' });
    await stuck.output(/started/);
    // Both are there when it goes on, however long this process takes to send them.
    stuck.kill('SIGSTOP');
    stuck.kill('SIGINT');
    stuck.kill('SIGTERM');
    stuck.kill('SIGCONT');
    expect(await stuck.ended).toBe(1);
    expect(stuck.stdout).not.toContain('cut off');
  });
});

describe('what nobody caught', () => {
  it('ends the process with 1 when it is an exception', async () => {
    const process = new Spawned('process/stuck.fixture.ts', ['exception'], {});
    expect(await process.ended).toBe(1);
    expect(process.stdout).toMatch(/"level":"fatal".*"reference":"[0-9a-f-]{36}".*uncaught/);
    expect(process.stdout).toContain('nobody caught this');
  });

  it('is logged when it is a rejection, and the process goes on', async () => {
    const process = new Spawned('process/stuck.fixture.ts', ['rejection'], { GRACE_MS: '0' });
    await process.output(/"level":"fatal".*"reference".*unhandled rejection/);
    process.kill('SIGTERM');
    await process.output(/SIGTERM: finishing/);
    await process.ended;
  });
});

describe('a process that cannot start', () => {
  it('says in one line why and what to do, and ends with the code for it', async () => {
    const api = new Spawned('testing/main.fixture.ts', [], { PORT: '0', HOST: '192.0.2.1' });
    expect(await api.ended).toBe(78);
    expect(api.stdout).toMatch(/^.*"level":"fatal".*192\.0\.2\.1 is no address.*set HOST.*\n$/);
    expect(api.stderr).toBe('');
  });

  it('says so once where its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const api = new Spawned('testing/main.fixture.ts', [], { PORT: String(port) });
    expect(await api.ended).toBe(69);
    other.close();
    expect(api.stdout).toMatch(/^.*"level":"fatal".*is taken by another program.*set PORT.*\n$/);
    expect(api.stderr).toBe('');
  });
});
