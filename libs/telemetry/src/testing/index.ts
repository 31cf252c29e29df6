export { RequestMetrics } from '../metrics/request.metrics';
export { LogLines } from './log-lines';
export { fakeOnly } from './fake-timers';
export { OtlpReceiver, type ReceivedSpan } from './otlp-receiver';
export { SentryServer } from './sentry-server';
export { OtlpGrpcReceiver } from './otlp-grpc-receiver';
