import { identity } from '@repo/config';
import type { PostgresPoolConfig } from 'bullmq';
import { QUEUE_SCHEMA } from '../schema/queue-schema-name';

/** Connections of each queue and each worker of a process, closed after seconds without work. */
const CONNECTIONS = 4;

/** Where BullMQ keeps its jobs when there is no Redis: a schema of its own in the same database. */
export function postgresOptions(url: string): PostgresPoolConfig {
  return {
    connectionString: url,
    schema: QUEUE_SCHEMA,
    // The tables are made by the migrations of this project, under their lock.
    migrate: false,
    max: CONNECTIONS,
    connectionTimeoutMillis: 5_000,
    application_name: `${identity.serviceName} queue`,
    keepAlive: true,
  };
}
