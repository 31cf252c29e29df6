import { boolean, notYet } from '../formats/boolean';
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
    schema: notYet(),
    description: 'Whether spans are sent by OTLP. Not there yet, so `true` is refused.',
    default: 'false',
  },
} satisfies VariableTable;

/** What can be seen from outside. */
export class TelemetryConfig extends Section {
  /** `ENABLE_METRICS`, default true. */
  readonly metrics: boolean;
  readonly #sentryDsn: string | undefined;

  constructor(values: Values<typeof telemetryVariables>) {
    super();
    this.#sentryDsn = values.SENTRY_DSN;
    this.metrics = values.ENABLE_METRICS;
  }

  /** `SENTRY_DSN`, a secret, default none. */
  get sentryDsn(): string | undefined {
    return this.#sentryDsn;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), sentryDsn: maskSecret(this.#sentryDsn, 'value') };
  }
}
