import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { workspace } from '../workspace';

/** Made by Prometheus itself. */
const ofPrometheus = ['up'];

/** The names of the metrics that the api and the worker have: those of the code, and Node's. */
export function knownMetrics(): Set<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const ofNode = registry.getMetricsAsArray().map(({ name }) => name);
  return new Set([...ofPrometheus, ...ofNode, ...namesInCode()]);
}

/** Every text in the code that could be the name of a metric; a name is one only if asked for. */
function namesInCode(): string[] {
  return ['libs', 'apps'].flatMap((area) =>
    readdirSync(join(workspace, area)).flatMap((project) =>
      sourcesOf(join(workspace, area, project, 'src')).flatMap((text) =>
        [...text.matchAll(/'([a-z]+(?:_[a-z0-9]+)+)'/g)].map(([, name]) => name!),
      ),
    ),
  );
}

function sourcesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$|testing\//.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The metric that a series belongs to: a histogram has three kinds of them. */
export function metricOf(series: string, known: ReadonlySet<string>): string | undefined {
  const names = [series, series.replace(/_(bucket|sum|count)$/, '')];
  return names.find((name) => known.has(name));
}
