import { ask } from '../measure/ask';
import { createCall } from '../measure/call';
import { inParallel } from '../measure/in-parallel';
import { median } from '../measure/median';
import { answerTo, apiProgram, startAnswering } from '../measure/start-answering';
import type { Finding } from './finding';

const TOOLS = 1_000;
const SCRAPES = 50;

/** How long Prometheus keeps the event loop when each of many tools was called. */
export async function scrape(): Promise<Finding> {
  const call = (name: string) =>
    createCall('modern', 'tools/call', { name, arguments: { data: 'hello' } });
  const server = await startAnswering(apiProgram({ BENCH_TOOLS: String(TOOLS) }), call('tool_1'));
  try {
    // Three of the tools are not generated ones.
    const names = Array.from({ length: TOOLS - 3 }, (_, index) => `tool_${index + 1}`);
    await inParallel(32, names, (name) => answerTo(server, call(name)));
    await ask(server.url, call('slow'));

    const url = new URL('/metrics', server.url);
    const times: number[] = [];
    let bytes = 0;
    for (let index = 0; index < SCRAPES; index++) {
      const started = performance.now();
      bytes = (await (await fetch(url)).text()).length;
      times.push(performance.now() - started);
    }
    const figure = median(times);
    const text = `With ${TOOLS.toLocaleString('en')} tools, all of them called: ${figure.toFixed(1)} ms (median of ${SCRAPES}; the longest ${Math.max(...times).toFixed(1)} ms), ${(bytes / 1_000).toFixed(0)} KB.`;
    const what = `a scrape of /metrics with ${TOOLS} called tools`;
    return {
      heading: 'Scraping the metrics',
      text,
      bars: [{ what, figure, limit: { atMost: 20 }, unit: 'ms' }],
    };
  } finally {
    await server.stop();
  }
}
