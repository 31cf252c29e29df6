import { Tables } from '@repo/database/tables';
import { Global, Injectable, Module } from '@nestjs/common';

/** A function has no connections to keep: features that need the tables are left out. */
@Injectable()
class NoTables extends Tables {
  query = refuse;
  getRepository = refuse;
  transaction = refuse;
  createQueryRunner = refuse;
}

/** @throws {Error} always */
function refuse(): never {
  throw new Error('A function has no database: ask for its tables in the api.');
}

@Global()
@Module({ providers: [{ provide: Tables, useClass: NoTables }], exports: [Tables] })
export class NoTablesModule {}

/** For `McpModule.forRoot`. */
export const absent = new Map([[Tables, 'the database']]);
