import { identity } from '@repo/config';
import type { Client } from 'pg';
import type { AuditRecord } from '../record/audit-record';
import { monthOf } from './partitions/month';
import { addPartition } from './partitions/partition-statements';
import type { RecordBatch } from './record-batch';
import { copyRecords, insertRecords } from './record-statements';
import { RecordStore, UnstorableError } from './record-store';
import { writeFaultOf } from './write-fault';

/** Milliseconds. The server gives up first, and says why; a server that hangs says nothing. */
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 3_000;
const ANSWER_TIMEOUT_MS = 4_000;

/**
 * Stores records over a connection of its own. The audit trail neither waits for those that tools
 * have borrowed from the pool, nor takes them one. After whatever went wrong the connection is cut
 * and made anew: one over which nothing comes any more would look like a slow one.
 */
export class PostgresRecordStore extends RecordStore {
  private client?: Client;

  /**
   * @param url of the database, asked before each connection
   * @param idleSessionMs milliseconds after which the server closes a connection that is not used;
   *   0 is never
   */
  constructor(
    private readonly url: () => Promise<string>,
    private readonly idleSessionMs = 0,
  ) {
    super();
  }

  async insert(batch: RecordBatch): Promise<void> {
    try {
      await this.run((client) => copyRecords(client, batch));
    } catch (error) {
      const fault = writeFaultOf(error);
      if (fault !== 'no partition' && fault !== 'there already') throw error;
      const records = batch.records();
      if (fault === 'no partition') await this.addPartitions(records);
      await this.run((client) => client.query(insertRecords(records)));
    }
  }

  /** Closes the connection. A later insert would open it again. */
  async close(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async addPartitions(records: readonly AuditRecord[]): Promise<void> {
    const months = new Map(records.map(({ at }) => [monthOf(at).partition, monthOf(at)]));
    for (const month of months.values()) {
      await this.run((client) => client.query(addPartition(month)));
    }
  }

  private async run(work: (client: Client) => Promise<unknown>): Promise<void> {
    try {
      await work(await this.connected());
    } catch (error) {
      const fault = writeFaultOf(error);
      if (fault === 'unstorable') throw new UnstorableError(error as Error);
      if (fault === 'away') this.cut();
      throw error;
    }
  }

  private async connected(): Promise<Client> {
    if (this.client !== undefined) return this.client;
    const url = await this.url();
    // Not loaded before it is needed: no start waits for it.
    const { Client } = await import('pg');
    const client = new Client({
      connectionString: url,
      application_name: `${identity.serviceName} audit`,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: ANSWER_TIMEOUT_MS,
    });
    // Tells of a connection that broke while nothing was asked; without a listener it would throw.
    client.on('error', () => this.cut(client));
    await client.connect();
    if (this.idleSessionMs > 0)
      await client.query(`set idle_session_timeout = ${this.idleSessionMs}`);
    this.client = client;
    return client;
  }

  private cut(client = this.client): void {
    if (client === this.client) this.client = undefined;
    // With a statement under way this closes the socket at once, without waiting for the server.
    client?.end().catch(() => undefined);
  }
}
