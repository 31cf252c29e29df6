export {
  createHarness,
  type Harness,
  type HarnessClientOptions,
  type HarnessOptions,
} from './harness';
