import { inspect } from 'node:util';
import type { ToolTask } from '../features/feature';
import type { InputRequests } from '../features/input-request';
import type { Schema, Validated } from '../features/schema';
import { CatalogError } from './catalog.error';

/**
 * - `optional`: a client with tasks gets one, and others wait as for any tool, within its time-out;
 * - `required`: clients without tasks are refused;
 * - `forbidden`: nobody gets one.
 */
export type TaskSupport = 'optional' | 'required' | 'forbidden';

/** How the calls of a tool run as tasks. */
export interface TaskOptions<I extends Schema = Schema> {
  support: TaskSupport;
  /** Milliseconds that one run may take; overrides `TASK_TIMEOUT`. */
  timeoutMs?: number;
  /** Milliseconds from its start for which a task and its result are kept; overrides `TASK_TTL`. */
  ttlMs?: number;
  /** Runs that may fail of an unexpected error, or of the end of their process; overrides `TASK_TRIES`. */
  tries?: number;
  /** Tasks of this tool that are not over, of all callers; further calls are refused. */
  maxOpen?: number;
  /** What a modern client is asked before the task is made; the method gets the answers at once. */
  askFirst?(input: Validated<I>): InputRequests;
}

export type TaskOption<I extends Schema = Schema> = TaskSupport | TaskOptions<I>;

const SUPPORTS: readonly unknown[] = ['optional', 'required', 'forbidden'];
const COUNTS = ['timeoutMs', 'ttlMs', 'tries', 'maxOpen'] as const;

/**
 * @param isNeeded whether all calls of the tool have to be tasks, to wait for an approval
 * @returns undefined where the calls of the tool are no tasks
 * @throws {CatalogError} it is malformed
 */
export function taskOf(
  given: TaskOption | undefined,
  where: string,
  isNeeded = false,
): ToolTask | undefined {
  const option = given ?? (isNeeded ? 'required' : undefined);
  if (option === undefined) return undefined;
  const options = typeof option === 'string' ? { support: option } : option;
  // In JavaScript, without types, it can be anything.
  if (!SUPPORTS.includes((options as Partial<TaskOptions> | null)?.support)) {
    throw new CatalogError(
      where,
      `${inspect(option)} is no task`,
      "Write 'optional', 'required' or 'forbidden', or { support } with one of them.",
    );
  }
  for (const name of COUNTS) {
    const value = options[name];
    if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) continue;
    throw new CatalogError(
      where,
      `task.${name} is ${inspect(value)}`,
      'Write a whole number, 1 at least.',
    );
  }
  const { support, ...policy } = options;
  if (isNeeded && support === 'forbidden') {
    throw new CatalogError(
      where,
      'its calls wait for an approval, and may be no tasks',
      "Leave task out, or write 'optional' or 'required'.",
    );
  }
  return support === 'forbidden' ? undefined : { isRequired: support === 'required', ...policy };
}
