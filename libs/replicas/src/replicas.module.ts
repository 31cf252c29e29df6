import { McpConfig, RedisConfig } from '@repo/config';
import { SharedState } from '@repo/mcp-core';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Global, Inject, Module, type BeforeApplicationShutdown } from '@nestjs/common';
import { RedisSharedState } from './redis-shared-state';

/**
 * Has all processes with the same `REDIS_URL` serve as one. Without Redis it does nothing.
 *
 * @example imports: [RedisModule.forRoot(config.redis), ReplicasModule, McpModule.forRoot(…)]
 */
@Global()
@Module({
  providers: [
    {
      provide: SharedState,
      inject: [REDIS, RedisConfig, McpConfig],
      useFactory: async (
        redis: RedisConnection | undefined,
        config: RedisConfig,
        mcp: McpConfig,
      ) => {
        if (redis === undefined) return undefined;
        const shared = new RedisSharedState(redis, config, mcp);
        await shared.start();
        return shared;
      },
    },
  ],
  exports: [SharedState],
})
export class ReplicasModule implements BeforeApplicationShutdown {
  constructor(@Inject(SharedState) private readonly shared: SharedState | undefined) {}

  async beforeApplicationShutdown(): Promise<void> {
    if (this.shared instanceof RedisSharedState) await this.shared.close();
  }
}
