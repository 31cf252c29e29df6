import { argumentNames } from '../formats/argument-names';
import { boolean } from '../formats/boolean';
import { sentryDsn } from '../formats/url';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const telemetryVariables = {
  SENTRY_DSN: {
    schema: sentryDsn(),
    description: 'The Sentry project that gets the errors.',
    secret: 'value',
    example: 'https://key@o1.ingest.sentry.io/2',
  },
  ENABLE_METRICS: {
    schema: boolean(),
    description: 'Whether `/metrics` answers.',
    default: 'true',
  },
  ENABLE_TRACING: {
    schema: boolean(),
    description:
      'Whether spans of calls and jobs are sent by OTLP, to where the variables `OTEL_…` of OpenTelemetry say.',
    default: 'false',
  },
  TRACE_ARGUMENTS: {
    schema: argumentNames(),
    description:
      'The arguments whose values spans show, each as `<tool>.<argument>`. Those of all others never leave the process.',
    example: 'find_invoice.number',
  },
} satisfies VariableTable;

/** What can be seen from outside. */
export class TelemetryConfig extends Section {
  /** `ENABLE_METRICS`, default true. */
  readonly metrics: boolean;
  /** `ENABLE_TRACING`, default false. */
  readonly tracing: boolean;
  /** `TRACE_ARGUMENTS`, as `<tool>.<argument>`, default none. */
  readonly tracedArguments: readonly string[];
  readonly #sentryDsn: string | undefined;

  constructor(values: Values<typeof telemetryVariables>) {
    super();
    this.#sentryDsn = values.SENTRY_DSN;
    this.metrics = values.ENABLE_METRICS;
    this.tracing = values.ENABLE_TRACING;
    this.tracedArguments = values.TRACE_ARGUMENTS ?? [];
  }

  /** `SENTRY_DSN`, a secret, default none. */
  get sentryDsn(): string | undefined {
    return this.#sentryDsn;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), sentryDsn: maskSecret(this.#sentryDsn, 'value') };
  }
}
