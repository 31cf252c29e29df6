import type { MetricsSample } from './work';

/** Bytes: the metrics of a server with a thousand tools are a quarter of it. */
const MAX_LENGTH = 16 * 1_024 * 1_024;

/**
 * Reads what of a target's metrics tells whether it works.
 *
 * @param timeout milliseconds
 * @throws {Error} where it does not answer with metrics in time
 */
export async function readMetrics(
  url: string,
  timeout: number,
): Promise<Omit<MetricsSample, 'at'>> {
  const signal = AbortSignal.timeout(timeout);
  const response = await fetch(url, {
    headers: { accept: 'text/plain' },
    redirect: 'error',
    signal,
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  const text = await bodyOf(response);
  const requests = sumOf(text, 'mcp_requests_total');
  const connections = sumOf(text, 'mcp_active_connections');
  // What the database knows, which is no less than what this process runs.
  const tasks = sumOf(text, 'mcp_tasks_open', 'status="working"');
  // A process that has tasks and no clients, as a worker, has none of the other.
  if (connections === undefined && tasks === undefined) {
    throw new Error('there is neither mcp_active_connections nor mcp_tasks_open');
  }
  // Nothing was counted yet where nobody ever called.
  return { requests: requests ?? 0, connections: connections ?? 0, tasks: tasks ?? 0 };
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_LENGTH) throw new Error('the metrics are longer than 16 MiB');
  }
  return text;
}

/** All labels added up, or those with this one; undefined where there is no such metric. */
function sumOf(text: string, name: string, label = ''): number | undefined {
  const values = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .filter((line) => line.includes(label))
    .map((line) => Number(/^[^{ ]+(?:\{.*\})? ([^ ]+)/.exec(line)?.[1]))
    .filter(Number.isFinite);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
