export { describeOnBothBackends, type StoreEnvironment, TestQueue } from './both-backends';
export { until } from '@acme/redis/testing';
