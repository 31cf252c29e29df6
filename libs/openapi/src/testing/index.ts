export { startFakeApi, type FakeApi } from './fake-api';
export { sampleArguments } from './sample-arguments';
