import { RedisConfig, TelemetryConfig } from '@repo/config';
import { Database } from '@repo/database';
import { QueueConnection, type QueueRole } from '@repo/queue';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/**
 * The connections to the queue, made when they are first needed: the api listens before its database
 * is open, and where no tool has tasks there is none.
 */
@Injectable()
export class QueueConnections implements OnApplicationShutdown {
  private readonly opened = new Map<QueueRole, Promise<QueueConnection>>();

  constructor(
    private readonly redis: RedisConfig,
    private readonly telemetry: TelemetryConfig,
    private readonly database: Database,
  ) {}

  /** @throws what keeps the queue from being there; the next call tries again */
  of(role: QueueRole): Promise<QueueConnection> {
    let connection = this.opened.get(role);
    if (connection === undefined) {
      connection = this.open(role);
      this.opened.set(role, connection);
      connection.catch(() => this.opened.delete(role));
    }
    return connection;
  }

  async onApplicationShutdown(): Promise<void> {
    const all = await Promise.allSettled(this.opened.values());
    for (const one of all) if (one.status === 'fulfilled') await one.value.close();
  }

  private async open(role: QueueRole): Promise<QueueConnection> {
    const url = this.redis.url === undefined ? await this.database.url() : undefined;
    return new QueueConnection(this.redis, url, role, this.telemetry.tracing);
  }
}
