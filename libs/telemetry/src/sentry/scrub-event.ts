import type { ErrorEvent, StackFrame } from '@sentry/node';
import { maskText, type SecretMasker } from '../masking/secret-masker';

/** Longer messages tend to hold data. */
const MAX_MESSAGE_LENGTH = 500;

/**
 * Keeps of an event what says where our code failed, and drops the rest: a list of what may go
 * cannot forget what a later version of the SDK adds. Arguments, headers, bodies, users, breadcrumbs,
 * local variables and host names stay here.
 */
export function scrubEvent(event: ErrorEvent, mask: SecretMasker): ErrorEvent {
  return {
    type: undefined,
    event_id: event.event_id,
    timestamp: event.timestamp,
    platform: event.platform,
    level: event.level,
    release: event.release,
    environment: event.environment,
    tags: event.tags,
    // One that the SDK made up would lead nowhere.
    contexts: event.tags?.['trace_id'] === undefined ? undefined : { trace: traceOf(event) },
    sdk: event.sdk,
    exception: {
      values: event.exception?.values?.map(({ type, value, mechanism, stacktrace }) => ({
        type,
        value: value === undefined ? undefined : maskText(value, mask).slice(0, MAX_MESSAGE_LENGTH),
        mechanism,
        stacktrace: stacktrace && { frames: stacktrace.frames?.map(scrubFrame) },
      })),
    },
  };
}

function traceOf({ contexts }: ErrorEvent): NonNullable<ErrorEvent['contexts']>['trace'] {
  const { trace_id = '', span_id = '' } = contexts?.trace ?? {};
  return { trace_id, span_id };
}

function scrubFrame(frame: StackFrame): StackFrame {
  const { filename, function: name, module, lineno, colno, in_app } = frame;
  return { filename, function: name, module, lineno, colno, in_app };
}
