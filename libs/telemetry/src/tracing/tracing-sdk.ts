import * as api from '@opentelemetry/api';
import { getStringFromEnv } from '@opentelemetry/core';
import { OTLPTraceExporter as GrpcExporter } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Config } from '@repo/config';
import type { RootLogger } from '../logging/create-logger';
import { secretMasker } from '../masking/secret-masker';
import { type DescribedProcess, resourceAttributes } from '../process/described-process';
import { FrameContextManager } from './frame-context-manager';
import { GuardedExporter } from './guarded-exporter';
import { useOpenTelemetry } from './open-telemetry';

export interface RunningTracing {
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts OpenTelemetry's SDK for traces. This file alone imports it, which takes 200 ms.
 *
 * Where spans go, which are sampled and how many are buffered is read from the standard variables.
 * Metrics and logs have ways of their own.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export function startSdk(
  described: DescribedProcess,
  { server, secrets }: Config,
  logger: RootLogger,
): RunningTracing {
  // What is wrong with the variables is said at the start; what happens later the exporter says.
  const warn = (text: string) => logger.warn(`OpenTelemetry: ${text}`);
  const silent = () => undefined;
  api.diag.setLogger({ error: warn, warn, info: silent, debug: silent, verbose: silent });
  const exporter = new GuardedExporter(exporterOf(), secretMasker(secrets), logger);
  const processor = new BatchSpanProcessor(exporter);
  const sdk = new NodeSDK({
    resource: resourceFromAttributes({
      ...resourceAttributes(described),
      'deployment.environment.name': server.deployment,
    }),
    // Not that of the process: its command line may hold anything.
    resourceDetectors: [envDetector],
    contextManager: new FrameContextManager(),
    instrumentations: instrumentations(),
    spanProcessors: [processor],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  api.diag.disable();
  useOpenTelemetry(api);
  return {
    flush: () => processor.forceFlush(),
    stop: async () => {
      useOpenTelemetry(undefined);
      await sdk.shutdown().finally(() => {
        for (const part of [api.trace, api.context, api.propagation]) part.disable();
      });
    },
  };
}

/** Of what is called; nothing has a span that is no part of a call or a job. */
function instrumentations() {
  return [
    new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (name) => name }),
    new UndiciInstrumentation({ requireParentforSpans: true }),
    new HttpInstrumentation({
      requireParentforOutgoingSpans: true,
      disableIncomingRequestInstrumentation: true,
    }),
  ];
}

function exporterOf(): SpanExporter {
  const protocol =
    getStringFromEnv('OTEL_EXPORTER_OTLP_TRACES_PROTOCOL') ??
    getStringFromEnv('OTEL_EXPORTER_OTLP_PROTOCOL') ??
    'http/protobuf';
  switch (protocol) {
    case 'grpc':
      return new GrpcExporter();
    case 'http/json':
      return new JsonExporter();
    default:
      if (protocol !== 'http/protobuf') {
        api.diag.warn(`unknown OTEL_EXPORTER_OTLP_PROTOCOL "${protocol}", using http/protobuf`);
      }
      return new ProtobufExporter();
  }
}
