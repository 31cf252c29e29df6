import type { TestDatabase } from '@repo/database/testing';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import type { GoodClients, Service } from './good-clients';

/** What the server holds and has written at some minute, and how it served since the one before. */
export interface Sample {
  readonly minute: number;
  readonly service: Service;
  /** Bytes. */
  readonly heapUsed: number;
  readonly rss: number;
  readonly databaseBytes: number;
  readonly logBytes: number;
}

export async function takeSample(
  minute: number,
  server: ServerProcess,
  clients: GoodClients,
  { dataSource }: Pick<TestDatabase, 'dataSource'>,
): Promise<Sample> {
  // Before the server collects its garbage, which good clients wait for.
  const service = clients.take();
  const { heapUsed, rss } = await server.memory();
  const [row] = await dataSource.query<{ bytes: string }[]>(
    'SELECT pg_database_size(current_database()) AS bytes',
  );
  return {
    minute,
    service,
    heapUsed,
    rss,
    databaseBytes: Number(row?.bytes),
    logBytes: server.writtenBytes,
  };
}
