import { Injectable } from '@nestjs/common';
import { Dependencies } from '../health/dependencies';
import { gauge } from './metric';

/** Whether the servers answer that the process works with. */
@Injectable()
export class DependencyMetrics {
  constructor(dependencies: Dependencies) {
    gauge({
      name: 'dependency_up',
      help: '1 while a server that this process works with answers, else 0.',
      labelNames: ['dependency'],
      // Of the processes of one replica the one that is worst off counts.
      aggregator: 'min',
      collect: async () =>
        Object.entries(await dependencies.health()).map(([dependency, { status }]) => ({
          labels: { dependency },
          value: status === 'up' ? 1 : 0,
        })),
    });
  }
}
