import type { Client, Connection } from 'pg';
import type { RecordBatch } from './record-batch';
import { COLUMN_LIST } from './record-columns';

const text = `COPY audit_record (${COLUMN_LIST}) FROM STDIN`;

/**
 * Stores records, all or none, by the way that costs the server least. Fails with 23505 where one of
 * them is there already.
 */
export async function copyRecords(client: Client, batch: RecordBatch): Promise<void> {
  const { Query } = await import('pg');
  return new Promise((resolve, reject) => {
    const copy = Object.assign(new Query(text), {
      callback: (error?: Error | null) => (error ? reject(error) : resolve()),
      // When the server is ready to take the data. A query of `pg` has none to give.
      handleCopyInResponse: (connection: Connection & CopyStream) => {
        connection.sendCopyFromChunk(batch.copyText);
        connection.endCopyFrom();
      },
    });
    client.query(copy);
  });
}

/** Of `pg`, for `pg-copy-streams` and its like; not in its types. */
interface CopyStream {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}
