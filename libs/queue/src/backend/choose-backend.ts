import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type PostgresPoolConfig,
  setDefaultBackendFactory,
} from 'bullmq';

/** By the connection it is given, so that nothing else in a process must know which it is. */
const byConnection: BackendFactory = (name, options, factoryOptions) =>
  isPostgres(options.connection)
    ? createPostgresBackend(name, { ...options, connection: options.connection }, factoryOptions)
    : createRedisBackend(name, options, factoryOptions);

/**
 * Lets every queue and worker of this process that is made from now on have the backend of its
 * connection. `@nestjs/bullmq` hands no factory through, so it has to be the default one.
 */
export function chooseBackendByConnection(): void {
  setDefaultBackendFactory(byConnection);
}

function isPostgres(connection: object): connection is PostgresPoolConfig {
  return 'connectionString' in connection;
}
