import { gauge } from './metric';

/** The connections of a process to its database. */
interface Pool {
  readonly used: number;
  readonly idle: number;
  readonly waiting: number;
  readonly max: number;
}

/** Shows a pool of connections. */
export function registerPool(read: () => Pool): void {
  gauge({
    name: 'db_connections',
    help: 'Connections to the database by their state.',
    labelNames: ['state'],
    collect: () => {
      const { used, idle } = read();
      return Object.entries({ used, idle }).map(([state, value]) => ({ labels: { state }, value }));
    },
  });
  gauge({
    name: 'db_connections_max',
    help: 'Connections to the database that are made at most: DATABASE_POOL_SIZE.',
    collect: () => [{ value: read().max }],
  });
  gauge({
    name: 'db_connections_pending',
    help: 'Statements that wait for a connection.',
    collect: () => [{ value: read().waiting }],
  });
}
