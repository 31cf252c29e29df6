import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { identity } from '@repo/config';

/** What spans and metrics say of the process that sends them. */
export interface DescribedProcess {
  /** The kind of process, such as `api`. */
  readonly name: string;
  readonly version: string;
}

const INSTANCE = randomUUID();

/**
 * The same of all signals, so that one leads to the others.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/resource/
 */
export function resourceAttributes({ name, version }: DescribedProcess): Record<string, string> {
  return {
    'service.name': `${identity.serviceName}-${name}`,
    'service.namespace': identity.serviceName,
    'service.version': version,
    'service.instance.id': INSTANCE,
    'host.name': hostname(),
  };
}
