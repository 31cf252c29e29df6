import { Registry } from 'prom-client';

/**
 * - `text`: what everybody reads.
 * - `openmetrics`: the same with exemplars, for who asks for it, as Prometheus does.
 */
export type MetricsFormat = 'text' | 'openmetrics';

export const contentTypes = {
  text: Registry.PROMETHEUS_CONTENT_TYPE,
  openmetrics: Registry.OPENMETRICS_CONTENT_TYPE,
} as const satisfies Record<MetricsFormat, string>;

/** @param accept the header of that name */
export function formatFor(accept: string | undefined): MetricsFormat {
  return accept?.includes('application/openmetrics-text') === true ? 'openmetrics' : 'text';
}
