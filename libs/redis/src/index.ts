export type { Cluster, Redis } from 'ioredis';
export { closeRedis } from './close-redis';
export { openRedis, type RedisConnection, type RedisOptions } from './open-redis';
export { RedisModule } from './redis.module';
export { REDIS } from './redis.token';
