import { isObject } from '@repo/foundation';
import type { ListedTask, Task } from '../../storage/task-row';
import { pollIntervalMs } from '../task-view';

type Status = Task['status'];

const FINAL: ReadonlySet<Status> = new Set(['completed', 'failed', 'cancelled']);

/** Characters of a message that is made of a result. */
const MAX_MESSAGE = 500;

/**
 * The status that 2025-11-25 gives a task: one that somebody wants ended is `cancelled` at once, and
 * stays so; one whose tool reported an error has `failed`.
 */
export function legacyStatus({ cancelled, status, outcome }: ListedTask): Status {
  if (cancelled) return 'cancelled';
  return status === 'completed' && outcome !== 'ok' ? 'failed' : status;
}

/** What a client that waits for a task waits to see change. */
export function stateOf(task: Task): string {
  return JSON.stringify([legacyStatus(task), task.questions]);
}

export function isFinal(task: ListedTask): boolean {
  return FINAL.has(legacyStatus(task));
}

/** A task as 2025-11-25 shows it. */
export function legacyTaskView(task: ListedTask & Partial<Pick<Task, 'result'>>): object {
  const { id: taskId, createdAt, updatedAt, expiresAt } = task;
  const status = legacyStatus(task);
  return {
    ...{ taskId, status },
    statusMessage: task.statusMessage ?? (status === 'failed' ? textOf(task.result) : undefined),
    createdAt: createdAt.toISOString(),
    lastUpdatedAt: updatedAt.toISOString(),
    ttl: expiresAt.getTime() - createdAt.getTime(),
    pollInterval: pollIntervalMs(task),
  };
}

/** What a tool said of its error. */
function textOf(result: Task['result']): string | undefined {
  const [first] = (result?.['content'] ?? []) as unknown[];
  if (!isObject(first) || typeof first['text'] !== 'string') return undefined;
  return first['text'].slice(0, MAX_MESSAGE);
}
