export { describeOnBothBackends, type StoreEnvironment, TestQueue } from './both-backends';
