import { whenOpen } from '@acme/database';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CopyingRecordStore } from './copying-record-store';

/** Stores records in the database of the application, as soon as that is open. */
@Injectable()
export class PostgresRecordStore extends CopyingRecordStore {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  protected override async url(): Promise<string | undefined> {
    await whenOpen(this.dataSource);
    const { options } = this.dataSource;
    return 'url' in options ? options.url : undefined;
  }
}
