import type { JobDefinition } from '../jobs/define-job';
import { JobRegistrationError } from './job-registration.error';
import type { JobHandler } from './queue-job.decorator';

/** A provider with `@QueueJob`. */
export interface RegisteredHandler {
  readonly job: JobDefinition;
  readonly handler: JobHandler;
}

/**
 * The handler of each declared job, by `jobKey`.
 *
 * @throws {JobRegistrationError} a job has two handlers or none, or is not declared
 */
export function matchHandlers(
  declared: readonly JobDefinition[],
  registered: readonly RegisteredHandler[],
): ReadonlyMap<string, JobHandler> {
  const keys = new Set<string>();
  for (const job of declared) {
    if (keys.has(jobKey(job))) throw JobRegistrationError.declaredTwice(job);
    keys.add(jobKey(job));
  }
  const handlers = new Map<string, JobHandler>();
  for (const { job, handler } of registered) {
    const key = jobKey(job);
    const other = handlers.get(key);
    if (!keys.has(key)) throw JobRegistrationError.notDeclared(job, nameOf(handler));
    if (other !== undefined)
      throw JobRegistrationError.twoHandlers(job, nameOf(other), nameOf(handler));
    handlers.set(key, handler);
  }
  const missing = declared.find((job) => !handlers.has(jobKey(job)));
  if (missing !== undefined) throw JobRegistrationError.noHandler(missing);
  return handlers;
}

export function jobKey({ queue, name }: { queue: string; name: string }): string {
  return `${queue}/${name}`;
}

function nameOf(handler: JobHandler): string {
  return handler.constructor.name;
}
