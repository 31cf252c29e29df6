export {
  describeWithRedis,
  describeWithRedisCluster,
  describeWithRedisSentinel,
} from './describe-with-redis';
export type { RedisServerOptions } from './redis-arguments';
export { RedisServer } from './redis-server';
