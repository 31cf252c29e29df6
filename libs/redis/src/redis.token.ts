/**
 * The connection to Redis, a `Redis | Cluster`, that the whole process shares, `undefined` without
 * `REDIS_URL`. Its commands fail at once while Redis is away. Whoever blocks or subscribes on it opens
 * one of its own with `openRedis`.
 *
 * @example constructor(@Inject(REDIS) private readonly redis: RedisConnection | undefined) {}
 */
export const REDIS = Symbol('Redis');
