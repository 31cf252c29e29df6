import { DatabaseConfig, ServerConfig } from '@repo/config';
import type { Database } from '@repo/database';
import { Tables } from '@repo/database/tables';
import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { ServerOptions } from './server-options';

/**
 * The tables where most processes never ask for any: the database is loaded and opened by the first
 * question. One that cannot be opened fails that question, and the next one tries again.
 */
class LateTables extends Tables implements OnApplicationShutdown {
  private opening: Promise<Database> | undefined;

  constructor(
    private readonly config: DatabaseConfig,
    private readonly server: ServerConfig,
    private readonly load: ServerOptions['database'],
  ) {
    super();
  }

  async query<T>(statement: string, parameters?: unknown[]): Promise<T> {
    return (await this.database()).query<T>(statement, parameters);
  }

  async getRepository<E extends object>(entity: new () => E) {
    return (await this.database()).getRepository(entity);
  }

  async transaction<T>(work: Parameters<Database['transaction']>[0]): Promise<T> {
    return (await this.database()).transaction(work) as Promise<T>;
  }

  async createQueryRunner() {
    return (await this.database()).createQueryRunner();
  }

  async onApplicationShutdown(): Promise<void> {
    const database = await this.opening?.catch(() => undefined);
    await database?.onApplicationShutdown();
  }

  private database(): Promise<Database> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<Database> {
    const { Database } = await import('@repo/database');
    const { databaseFeatures } = await this.load();
    const database = new Database(this.config, this.server, databaseFeatures);
    try {
      await database.opened;
    } catch (error) {
      await database.onApplicationShutdown();
      throw error;
    }
    return database;
  }
}

@Module({})
export class LateTablesModule {
  static forRoot(load: ServerOptions['database']): DynamicModule {
    return {
      module: LateTablesModule,
      global: true,
      providers: [
        {
          provide: Tables,
          inject: [DatabaseConfig, ServerConfig],
          useFactory: (config: DatabaseConfig, server: ServerConfig) =>
            new LateTables(config, server, load),
        },
      ],
      exports: [Tables],
    };
  }
}
