import { type Of, podOf, portsOf } from './manifest';

const paths = {
  startupProbe: '/health/live',
  readinessProbe: '/health/ready',
  livenessProbe: '/health/live',
} as const;

/** No probe asks `/health`, which tells of database and Redis: they evict nobody. */
export function probeFaults(deployment: Of<'Deployment' | 'Job'>): string[] {
  return podOf(deployment).containers.flatMap((container) =>
    Object.entries(paths).flatMap(([name, path]) => {
      const asks = container[name as keyof typeof paths]?.httpGet;
      if (asks === undefined) return [`has no ${name}`];
      if (asks.path !== path) return [`the ${name} asks ${asks.path}, not ${path}`];
      if (portsOf(deployment).includes(asks.port)) return [];
      return [`the ${name} asks the port ${asks.port}, which is not there`];
    }),
  );
}
