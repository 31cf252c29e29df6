export {
  createHarness,
  type Harness,
  type HarnessClientOptions,
  type HarnessOptions,
} from './harness';
export {
  httpHost,
  type Exchange,
  type RequestOptions,
  type SseEvent,
} from '../transports/http/http-host.fixture';
