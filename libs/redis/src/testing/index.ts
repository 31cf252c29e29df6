export {
  describeWithRedis,
  describeWithRedisCluster,
  describeWithRedisSentinel,
} from './describe-with-redis';
export { RedisServer, type RedisServerOptions } from './redis-server';
