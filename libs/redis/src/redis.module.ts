import type { RedisConfig } from '@repo/config';
import {
  type DynamicModule,
  Global,
  Inject,
  Module,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { closeRedis } from './close-redis';
import { firstContact } from './first-contact';
import { openRedis, type RedisConnection } from './open-redis';
import { REDIS } from './redis.token';

const START_TIMEOUT_MS = 2000;

/**
 * Provides `REDIS` to the whole application. The start waits a moment for the connection and goes on
 * without it when Redis is away. It is closed in `onApplicationShutdown`: what has something left to
 * write does so in `onModuleDestroy` or `beforeApplicationShutdown`.
 *
 * @example imports: [ConfigModule.forRoot(config), RedisModule.forRoot(config.redis)]
 */
@Global()
@Module({})
export class RedisModule implements OnApplicationShutdown {
  constructor(@Optional() @Inject(REDIS) private readonly redis: RedisConnection | undefined) {}

  static forRoot(config: RedisConfig): DynamicModule {
    const useFactory = async () => {
      if (config.url === undefined) return undefined;
      const redis = openRedis(config);
      await firstContact(redis, START_TIMEOUT_MS);
      return redis;
    };
    return {
      module: RedisModule,
      providers: [{ provide: REDIS, useFactory }],
      exports: [REDIS],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.redis !== undefined) await closeRedis(this.redis);
  }
}
