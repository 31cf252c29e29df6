import { Query, type Client, type Connection } from 'pg';
import type { RecordBatch } from './record-batch';
import { COLUMN_LIST } from './record-columns';

const text = `COPY audit_record (${COLUMN_LIST}) FROM STDIN`;

/**
 * Stores records, all or none, by the way that costs the server least. Fails with 23505 where one of
 * them is there already.
 */
export function copyRecords(client: Client, batch: RecordBatch): Promise<void> {
  return new Promise((resolve, reject) => {
    const copy = new Copy(batch.copyText);
    copy.callback = (error) => (error ? reject(error) : resolve());
    client.query(copy);
  });
}

/** What `pg` does when the server is ready to take the data. Its own query has none to give. */
class Copy extends Query {
  declare callback: (error?: Error | null) => void;

  constructor(private readonly data: Buffer) {
    super(text);
  }

  handleCopyInResponse(connection: Connection & CopyStream): void {
    connection.sendCopyFromChunk(this.data);
    connection.endCopyFrom();
  }
}

/** Of `pg`, for `pg-copy-streams` and its like; not in its types. */
interface CopyStream {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}
