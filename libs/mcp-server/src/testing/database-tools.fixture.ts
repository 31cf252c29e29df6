import { Tables } from '@repo/database';
import { Tool } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';

@Injectable()
class MigrationCount {
  constructor(private readonly tables: Tables) {}

  async count(): Promise<number> {
    return (await this.tables.query<object[]>('select 1 from migrations')).length;
  }
}

@Injectable()
class DatabaseTools {
  constructor(private readonly migrations: MigrationCount) {}

  @Tool({ name: 'migrations', description: 'Counts the migrations.' })
  async count() {
    return `migrations: ${await this.migrations.count()}`;
  }
}

/** A tool that needs the database, by a service. */
@Module({ providers: [MigrationCount, DatabaseTools] })
export class DatabaseToolModule {}
