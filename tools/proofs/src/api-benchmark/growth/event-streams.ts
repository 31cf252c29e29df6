import { createCall } from '../measure/call';
import { measure } from '../measure/measure';
import { answerTo, apiProgram, startAnswering } from '../measure/start-answering';
import type { BenchOptions } from '../options';
import type { Finding } from './finding';

const CONCURRENT = 200;
const STEPS = 10;
const PAUSE_MS = 50;

const CALL = createCall('modern', 'tools/call', {
  name: 'slow',
  arguments: { steps: STEPS, pauseMs: PAUSE_MS },
  _meta: { progressToken: 'bench' },
});

/** Many calls at once that each answer with an event stream. */
export async function eventStreams({ quick }: BenchOptions): Promise<Finding> {
  const server = await startAnswering(apiProgram({ BENCH_TOOLS: '10' }), CALL);
  try {
    const stream = await answerTo(server, CALL);
    const reports = stream.split('notifications/progress').length - 1;
    if (reports !== STEPS) throw new Error(`Expected ${STEPS} progress reports, found ${reports}.`);

    await measure(server, CALL, { amount: CONCURRENT, connections: CONCURRENT });
    const amount = CONCURRENT * (quick ? 3 : 20);
    const { answered, bytes, cpuMicros, p50Ms, p99Ms } = await measure(server, CALL, {
      amount,
      connections: CONCURRENT,
    });
    // Each answer is as long as the first, or events were lost on the way; headers come on top.
    if (bytes / answered < stream.length) throw new Error('Events of some answers are missing.');
    const text = `${CONCURRENT} calls at a time, each with ${STEPS} progress reports ${PAUSE_MS} ms apart: all ${answered.toLocaleString('en')} were answered in full, in ${p50Ms.toFixed(0)} ms (p50) and ${p99Ms.toFixed(0)} ms (p99) where ${STEPS * PAUSE_MS} ms is their own time. CPU: ${cpuMicros.toFixed(0)} µs a call, ${(cpuMicros / (STEPS + 1)).toFixed(0)} an event.`;
    return { heading: 'Event streams', text, bars: [] };
  } finally {
    await server.stop();
  }
}
