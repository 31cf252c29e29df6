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
 * Stores what is buffered when the process ends: after the calls have, before database and Redis are
 * closed. Half the grace is for that, or one attempt where there is a spool, which gets what is left.
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
    await this.trail.moveToSpool();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.trail.drain(AbortSignal.timeout(LAST_RECORDS_MS));
    await this.trail.stop();
    await this.store.close();
  }
}
