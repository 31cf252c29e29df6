import type { Contexts } from './expression';
import type { Github } from './github';

/** Where a job runs, and what is known to it. */
export interface JobPlace {
  readonly github: Github;
  /** The name by which calls are recorded. */
  readonly name: string;
  readonly workspace: string;
  readonly temporary: string;
  readonly contexts: Contexts;
  /** Whose token for other services this job may ask for: its environment. */
  readonly identity: string | undefined;
  readonly workflow: string;
  /** The file and the job whose steps these are. */
  readonly source: string;
}
