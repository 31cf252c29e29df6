import { McpConfig, RedisConfig } from '@repo/config';
import { SharedState } from '@repo/mcp-core';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Inject, Module, type BeforeApplicationShutdown, type DynamicModule } from '@nestjs/common';
import { RedisSharedState } from './redis-shared-state';

/**
 * Has all processes of one server with the same `REDIS_URL` serve as one. Without Redis it does
 * nothing.
 *
 * @example imports: [RedisModule.forRoot(config.redis), ReplicasModule.forServer('shop'), McpModule.forRoot(…)]
 */
@Module({})
export class ReplicasModule implements BeforeApplicationShutdown {
  constructor(@Inject(SharedState) private readonly shared: SharedState | undefined) {}

  /** @param server its name, which all its processes have and no other server of the deployment */
  static forServer(server: string): DynamicModule {
    return {
      module: ReplicasModule,
      global: true,
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
            const shared = new RedisSharedState(redis, config, mcp, server);
            await shared.start();
            return shared;
          },
        },
      ],
      exports: [SharedState],
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.shared instanceof RedisSharedState) await this.shared.close();
  }
}
