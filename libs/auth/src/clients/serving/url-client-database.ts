import { identity } from '@repo/config';
import { SingleConnection } from '@repo/database/single-connection';
import type { OnApplicationShutdown } from '@nestjs/common';
import { ClientDatabase } from '../storage/client-database';

/** Clients in the database of a URL, whose schema others bring up to date. */
export class UrlClientDatabase extends ClientDatabase implements OnApplicationShutdown {
  private readonly connection: SingleConnection;

  constructor(url: string) {
    super();
    this.connection = new SingleConnection(url, `${identity.serviceName} clients`);
  }

  query<T>(statement: string, parameters?: unknown[]): Promise<T> {
    return this.connection.query<T>(statement, parameters);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
