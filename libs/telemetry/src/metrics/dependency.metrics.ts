import { Dependencies } from '../health/dependencies';
import { makeCollectedProvider } from './collected.provider';

/** Of the processes of one replica the one that is worst off counts. */
export const dependencyMetrics = [
  makeCollectedProvider('Gauge', {
    name: 'dependency_up',
    help: '1 while a server that this process works with answers, else 0.',
    labelNames: ['dependency'],
    aggregator: 'min',
    source: Dependencies,
    collect: async (dependencies) =>
      Object.entries(await dependencies.health()).map(([dependency, { status }]) => ({
        labels: { dependency },
        value: status === 'up' ? 1 : 0,
      })),
  }),
];
