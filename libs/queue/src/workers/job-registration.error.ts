import type { JobDefinition } from '../jobs/define-job';

/** The jobs of a worker and the classes that handle them do not match. It stops the start. */
export class JobRegistrationError extends Error {
  override readonly name = 'JobRegistrationError';

  static declaredTwice(job: JobDefinition): JobRegistrationError {
    return new JobRegistrationError(`${text(job)} is declared twice. Give one another name.`);
  }

  static twoHandlers(job: JobDefinition, one: string, other: string): JobRegistrationError {
    return new JobRegistrationError(
      `${text(job)} has two handlers, ${one} and ${other}. Take @QueueJob from one of them, or provide it once.`,
    );
  }

  static noHandler(job: JobDefinition): JobRegistrationError {
    return new JobRegistrationError(
      `${text(job)} is declared and has no handler. Add a class with @QueueJob for it to the providers of a module, or remove it from the jobs of WorkersModule.forRoot.`,
    );
  }

  static notDeclared(job: JobDefinition, handler: string): JobRegistrationError {
    return new JobRegistrationError(
      `${text(job)} is handled by ${handler}, but not declared. Add it to the jobs of WorkersModule.forRoot.`,
    );
  }
}

function text({ queue, name }: JobDefinition): string {
  return `The job "${name}" of the queue "${queue}"`;
}
