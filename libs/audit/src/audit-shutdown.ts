import { ServerConfig } from '@repo/config';
import {
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AuditTrail } from './recording/audit-trail';
import { PostgresRecordStore } from './storage/postgres-record-store';

/** Milliseconds for the records of calls that were cut off at the very end. */
const LAST_RECORDS_MS = 500;

/**
 * Stores what is buffered when the process ends: after the calls have, before the database is
 * closed. Half the grace is for that; the database may be away.
 */
@Injectable()
export class AuditShutdown implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly trail: AuditTrail,
    private readonly store: PostgresRecordStore,
    private readonly server: ServerConfig,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    await this.trail.drain(AbortSignal.timeout(this.server.shutdownGraceMs / 2));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.trail.drain(AbortSignal.timeout(LAST_RECORDS_MS));
    await this.trail.stop();
    await this.store.close();
  }
}
