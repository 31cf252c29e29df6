export { describeOnBothBackends, type StoreEnvironment, TestQueue } from './both-backends';
export { until } from '@repo/redis/testing';
