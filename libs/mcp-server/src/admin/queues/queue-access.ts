import { RedisConfig, TelemetryConfig } from '@repo/config';
import { Database } from '@repo/database';
import { QueueConnection, Queues } from '@repo/queue';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/**
 * The queues, connected when they are first needed: the api listens before its database is open, and
 * a process whose admin API nobody uses holds no connections for them. They are closed with the
 * application.
 */
@Injectable()
export class QueueAccess implements OnApplicationShutdown {
  private connecting?: Promise<Queues>;

  constructor(
    private readonly redis: RedisConfig,
    private readonly database: Database,
    private readonly telemetry: TelemetryConfig,
  ) {}

  /** @throws what keeps the queue from being there; the next call tries again */
  connect(): Promise<Queues> {
    this.connecting ??= this.open().catch((error: unknown) => {
      this.connecting = undefined;
      throw error;
    });
    return this.connecting;
  }

  async onApplicationShutdown(): Promise<void> {
    const queues = await this.connecting?.catch(() => undefined);
    await queues?.onApplicationShutdown();
  }

  private async open(): Promise<Queues> {
    const databaseUrl = this.redis.url === undefined ? await this.database.url() : undefined;
    const { tracing } = this.telemetry;
    return new Queues(new QueueConnection(this.redis, databaseUrl, 'adds', tracing));
  }
}
