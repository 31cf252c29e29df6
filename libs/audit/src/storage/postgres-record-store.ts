import { Database } from '@repo/database';
import { Inject, Injectable } from '@nestjs/common';
import { CopyingRecordStore } from './copying-record-store';

/** Stores records in the database of the application, as soon as that is open. */
@Injectable()
export class PostgresRecordStore extends CopyingRecordStore {
  constructor(@Inject(Database) private readonly database: Pick<Database, 'url'>) {
    super();
  }

  protected override url(): Promise<string> {
    return this.database.url();
  }
}
