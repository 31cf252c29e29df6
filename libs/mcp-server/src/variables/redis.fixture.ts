import { onApi, redis, type Effects } from './effect.fixture';

export const redisEffects = {
  REDIS_URL: {
    before: undefined,
    set: () => redis.url,
    after: 'up',
    see: onApi(async (api) => {
      const { details } = (await (await api.fetch('/health')).json()) as {
        details: Record<string, { status: string }>;
      };
      return details['redis']?.status;
    }),
  },
} satisfies Effects;
