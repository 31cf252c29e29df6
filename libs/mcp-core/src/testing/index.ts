export { type TestCredentials } from './fixed-credentials';
export {
  createHarness,
  type Harness,
  type HarnessClientOptions,
  type HarnessOptions,
} from './harness';
export { META } from '../protocol/client';
export {
  httpHost,
  type ReceivedReply,
  type RequestOptions,
  type SseEvent,
} from '../transports/http/http-host.fixture';
