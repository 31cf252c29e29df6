/**
 * Calls one server for a while, from a process of its own, and prints what came of it as JSON.
 *
 * Autocannon's own latencies are whole milliseconds; its `response` event has fractions.
 */
import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';

const latencies = createHistogram();
const { polling, ...job } = JSON.parse(process.argv[2]);
const run = autocannon({ method: 'POST', timeout: 60, ...job });
run.on('response', (_client, _status, _bytes, ms) =>
  latencies.record(Math.max(1, Math.round(ms * 1_000))),
);

// A server whose client sleeps pays for waking it with each answer, some 10 µs on Linux; one that is
// so fast that its client is always busy does not. A client that polls never has to be woken.
let isRunning = polling;
const poll = () => isRunning && setImmediate(poll);
poll();

const result = await run;
isRunning = false;
console.log(
  JSON.stringify({
    answered: result['2xx'],
    failed: result.non2xx + result.errors + result.timeouts,
    seconds: result.duration,
    bytes: result.throughput.total,
    p50Ms: latencies.percentile(50) / 1_000,
    p99Ms: latencies.percentile(99) / 1_000,
  }),
);
