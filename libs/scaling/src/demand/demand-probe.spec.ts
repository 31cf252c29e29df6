import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ManualClock } from '@repo/foundation/testing';
import { targetOf } from '../testing/rules-of';
import { DemandProbe } from './demand-probe';

const minute = 60_000;
/** Milliseconds in which a target answers, however busy the machine is. */
const AMPLE_MS = 20_000;
const evening = Date.parse('2026-06-03T18:15Z');

describe('a look at the metrics of a target whose hours are over', () => {
  let server: Server;
  let url = '';
  let answer: RequestListener;
  let asked = 0;
  const faults: string[] = [];
  let clock: ManualClock;
  let probe: DemandProbe;
  beforeEach(async () => {
    server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    clock = new ManualClock(evening);
    asked = 0;
    faults.length = 0;
    probe = probeOf(AMPLE_MS);
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const probeOf = (timeout: number) =>
    new DemandProbe(clock, {
      timeout,
      onFault: (name, reason) => faults.push(`${name}: ${reason}`),
    });
  const target = (busyAbove = 0) =>
    targetOf(`demand: { metrics_url: '${url}', busy_above: ${busyAbove}, limit: 1h }`);
  const after = (requests: [number, number], connections = 4) => {
    const metrics = [
      '# TYPE mcp_requests_total counter',
      `mcp_requests_total{method="tools/call",status="o}k 7"} ${requests[0]}`,
      `mcp_requests_total{method="tools/list",status="ok"} ${requests[1]} 1790000000000`,
      'mcp_requests_total_of_others 99',
      `mcp_active_connections ${connections}`,
    ].join('\n');
    answer = (_request, response) => response.end(metrics);
    return probe.work(target());
  };

  it('tells of the calls of the last minute, and of none', async () => {
    expect(await after([100, 20])).toBe('its calls are being counted');
    clock.advance(minute);
    expect(await after([110, 22])).toBe('12 calls in the last minute, 4 connections open');
    clock.advance(2 * minute);
    expect(await after([112, 22])).toBe('1 call in the last minute, 4 connections open');
    clock.advance(minute);
    expect(await after([112, 22])).toBeUndefined();
    expect(await after([112, 22], 300)).toBeUndefined();
  });

  it('counts from nothing after a restart, and takes no old sample for the last minute', async () => {
    await after([100, 20]);
    clock.advance(minute);
    expect(await after([3, 0])).toBe('3 calls in the last minute, 4 connections open');
    clock.advance(10 * minute);
    expect(await after([3, 0])).toBe('its calls are being counted');
  });

  it('takes tasks that run, and those that wait to, for work that is left, whoever calls', async () => {
    const tasks = (working: number) => (_request: unknown, response: ServerResponse) =>
      response.end(
        `mcp_tasks_open{status="working"} ${working}\nmcp_tasks_open{status="input_required"} 7`,
      );
    answer = tasks(2);
    expect(await probe.work(target(5))).toBe('2 tasks under way');
    clock.advance(minute);
    answer = tasks(1);
    expect(await probe.work(target(5))).toBe('1 task under way');
    clock.advance(minute);
    // Those that wait for a person may do so until tomorrow.
    answer = tasks(0);
    expect(await probe.work(target(5))).toBeUndefined();
    expect(faults).toEqual([]);
  });

  it('leaves a little work out of account where the rules say so', async () => {
    await after([100, 20]);
    clock.advance(minute);
    const metrics = 'mcp_requests_total 125\nmcp_active_connections 5';
    answer = (_request, response) => response.end(metrics);
    expect(await probe.work(target(5))).toBeUndefined();
  });

  it('asks nobody in the hours, nor after the limit', async () => {
    for (const text of ['2026-06-03T12:00Z', '2026-06-03T19:11Z', '2026-06-06T12:00Z']) {
      clock.set(Date.parse(text));
      expect(await after([1, 1], 9)).toBeUndefined();
    }
    expect(asked).toBe(0);
    expect(await probe.work(targetOf())).toBeUndefined();
  });

  it.each<[string, RequestListener]>([
    ['HTTP 500', (_request, response) => response.writeHead(500).end()],
    ['fetch failed', ({ socket }) => socket.destroy()],
    [
      'there is neither mcp_active_connections nor mcp_tasks_open',
      (_request, response) => response.end('<html>'),
    ],
    ['fetch failed', (_request, response) => response.writeHead(302, { location: '/' }).end()],
    [
      'the metrics are longer than 16 MiB',
      (_request, response) => response.end(' '.repeat(17 * 1_024 * 1_024)),
    ],
  ])('holds up nothing where it fails: %s', async (reason, listener) => {
    answer = listener;
    expect(await probe.work(target())).toBeUndefined();
    expect(faults).toEqual([expect.stringContaining(reason)]);
  });

  it('waits no longer than it is told to', async () => {
    answer = () => undefined;
    expect(await probeOf(50).work(target())).toBeUndefined();
    expect(faults).toEqual([expect.stringContaining('The operation was aborted due to timeout')]);
  });
});
