export { describeOnBothBackends, type StoreEnvironment } from './both-backends';
export { until } from './until';
