import { duration } from '../formats/duration';
import { integer } from '../formats/integer';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const tasksVariables = {
  TASK_CONCURRENCY: {
    schema: integer(0, 10_000),
    description:
      'How many tasks one process runs at once. 0: none, so that another process has to: in production the worker does.',
    withoutDefault: '20, and 0 in the api in production',
    unit: 'tasks',
  },
  TASK_TIMEOUT: {
    schema: duration('1s', '168h'),
    description:
      'How long one run of a task may take, where its tool says nothing else. A run that waits for its client does not count.',
    default: '1h',
    unit: 'seconds',
  },
  TASK_TTL: {
    schema: duration('1m', '2160h'),
    description:
      'How long a task and its result are kept, from its start; then it is deleted, and ended where it still runs.',
    default: '24h',
    unit: 'seconds',
  },
  TASK_TRIES: {
    schema: integer(1, 100),
    description:
      'How often a task is run, as long as it fails of an unexpected error, or its process ends. What a tool reports as its error is a result, and no such failure.',
    default: '3',
    unit: 'runs',
  },
  MAX_TASKS_PER_CALLER: {
    schema: integer(1, 1_000_000),
    description: 'How many tasks of one caller may be open; further ones are refused.',
    default: '100',
    unit: 'tasks',
  },
} satisfies VariableTable;

/** How calls run that outlive their connection. */
export class TasksConfig extends Section {
  /** `TASK_CONCURRENCY` of one process; undefined where it is not set. */
  readonly concurrency: number | undefined;
  /** `TASK_TIMEOUT` in milliseconds, default 1 h. */
  readonly timeoutMs: number;
  /** `TASK_TTL` in milliseconds, default 24 h. */
  readonly ttlMs: number;
  /** `TASK_TRIES`, default 3. */
  readonly tries: number;
  /** `MAX_TASKS_PER_CALLER`, default 100. */
  readonly maxPerCaller: number;

  constructor(values: Values<typeof tasksVariables>) {
    super();
    this.concurrency = values.TASK_CONCURRENCY;
    this.timeoutMs = values.TASK_TIMEOUT;
    this.ttlMs = values.TASK_TTL;
    this.tries = values.TASK_TRIES;
    this.maxPerCaller = values.MAX_TASKS_PER_CALLER;
  }
}
