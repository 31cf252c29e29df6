import {
  type BackendFactory,
  PostgresConnection,
  type PostgresConnectionOptions,
  PostgresQueueBackend,
} from 'bullmq';

/**
 * BullMQ's connection to a database that may be away for a while, also when the process starts.
 * BullMQ's own connects once before its first command, and where that fails all commands fail from
 * then on, for as long as the process lives; after a time-out its workers repeat them without a
 * pause, and nothing else of the process runs.
 */
class OutageTolerantConnection extends PostgresConnection {
  /** Each command connects for itself. The migrations have seen to the schema. */
  override async waitUntilReady(): Promise<void> {}

  /**
   * Says of what wakes a worker that it may get lost, so that it looks for jobs every ten seconds,
   * as with Redis, and not every hour: where the database does not answer as the worker begins to
   * wait, it does not learn of jobs that are due meanwhile.
   */
  override get hasListenClientKeepAlive(): boolean {
    return false;
  }
}

/** For queues and workers. A worker is known in the database by the name of its queue. */
export const postgresBackend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (
  name,
  options,
  { withBlockingConnection = false } = {},
) => {
  const connection = new OutageTolerantConnection(options.connection);
  const workerName = withBlockingConnection ? name : undefined;
  return new PostgresQueueBackend(connection, name, options, true, workerName);
};
