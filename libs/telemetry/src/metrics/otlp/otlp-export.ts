import { hrTime } from '@opentelemetry/core';
import { OTLPMetricExporter as GrpcExporter } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  MeterProvider,
  PeriodicExportingMetricReader,
  type MetricProducer,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { identity } from '@repo/config';
import { withTimeout } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import { type DescribedProcess, resourceAttributes } from '../../process/described-process';
import type { SnapshotSource } from '../metrics-source';
import { LoggedExporter } from './logged-exporter';
import { toMetricData } from './to-metric-data';

export interface RunningExport {
  stop(): Promise<void>;
}

/** Milliseconds that a stopping process waits for its last metrics to be sent. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * Starts to send metrics. This file alone imports OpenTelemetry's SDK for them. Where they go and how
 * often is read from the standard variables.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function startExport(
  source: SnapshotSource,
  described: DescribedProcess,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): RunningExport {
  const resource = defaultResource()
    .merge(resourceFromAttributes(resourceAttributes(described)))
    .merge(detectResources({ detectors: [envDetector] }));
  const startTime = hrTime(0);
  const producer: MetricProducer = {
    collect: async () => {
      const metrics = toMetricData(await source.snapshot(), { startTime, endTime: hrTime() });
      const scopeMetrics = [
        { scope: { name: identity.serviceName, version: described.version }, metrics },
      ];
      return { resourceMetrics: { resource, scopeMetrics }, errors: [] };
    },
  };
  const interval = milliseconds(environment['OTEL_METRIC_EXPORT_INTERVAL'], 60_000);
  const timeout = milliseconds(environment['OTEL_METRIC_EXPORT_TIMEOUT'], 30_000);
  const reader = new PeriodicExportingMetricReader({
    exporter: new LoggedExporter(exporterOf(environment), new Logger('Metrics')),
    exportIntervalMillis: interval,
    exportTimeoutMillis: Math.min(timeout, interval),
    metricProducers: [producer],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    stop: () => withTimeout(CLOSE_TIMEOUT_MS, provider.shutdown(), () => undefined),
  };
}

function exporterOf(environment: Readonly<Record<string, string | undefined>>): PushMetricExporter {
  const protocol =
    environment['OTEL_EXPORTER_OTLP_METRICS_PROTOCOL'] ??
    environment['OTEL_EXPORTER_OTLP_PROTOCOL'];
  switch (protocol) {
    case 'grpc':
      return new GrpcExporter();
    case 'http/json':
      return new JsonExporter();
    default:
      return new ProtobufExporter();
  }
}

/** What is no number of milliseconds is passed over, as the specification has it. */
function milliseconds(text: string | undefined, otherwise: number): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value > 0 ? value : otherwise;
}
