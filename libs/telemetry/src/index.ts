export { Dependencies } from './health/dependencies';
export { Draining } from './health/draining';
export { DrainingIndicator } from './health/draining.indicator';
export { EventLoopIndicator } from './health/event-loop.indicator';
export { HealthChecks } from './health/health-checks';
export { HealthReport } from './health/health-report';
export { HealthIndicatorsModule } from './health/health-indicators.module';
export { AppLogger } from './logging/app-logger';
export { createLogger, type LoggerOptions, type RootLogger } from './logging/create-logger';
export { LogLevelSwitch, type LogLevelState } from './logging/log-level-switch';
export { logDestination, type LogTarget } from './logging/log-destination';
export { LoggingModule } from './logging/logging.module';
export { requestIdOf } from './logging/request-id';
export { ROOT_LOGGER } from './logging/root-logger.token';
export { addLogFields, withRequestId } from './request/log-context';
export { CertificateMetrics } from './metrics/certificate.metrics';
export { DependencyMetrics } from './metrics/dependency.metrics';
export { ConnectionGauge } from './metrics/connection-gauge';
export { MetricsController } from './metrics/metrics.controller';
export { MetricsListener } from './metrics/metrics.listener';
export {
  addUp,
  addUpText,
  growing,
  takeSnapshot,
  type MetricsSnapshot,
} from './metrics/metrics-snapshot';
export { type MetricsFormat } from './metrics/metrics-format';
export { MetricsSource, OwnMetrics, SnapshotSource } from './metrics/metrics-source';
export { counter, gauge, histogram, type MetricOptions } from './metrics/metric';
export { registerPool } from './metrics/pool.metrics';
export { type Sample } from './metrics/sample';
export { MetricsExport } from './metrics/otlp/metrics-export';
export { MetricsModule, type MetricsOptions } from './metrics/metrics.module';
export { RequestMetrics } from './metrics/request.metrics';
export { collectProcessMetrics } from './metrics/process-metrics';
export { GracefulStop, type StopOptions } from './process/graceful-stop';
export { ListenError, orListenError, type ListenAddress } from './process/listen.error';
export { logUncaught } from './process/log-uncaught';
export { orExit } from './process/or-exit';
export { processLogger } from './process/process-logger';
export { stopOnSignals } from './process/stop-on-signals';
export { FaultReportsModule, type FaultReportsOptions } from './sentry/fault-reports.module';
export { activeTrace, type ActiveTrace } from './tracing/active-trace';
export { flushTracing, startTracing } from './tracing/start-tracing';
export { TracingModule } from './tracing/tracing.module';
export { withSpan } from './tracing/with-span';
export { type FaultSink } from './sentry/fault-sink';
export { FAULT_SINK } from './sentry/fault-sink.token';
