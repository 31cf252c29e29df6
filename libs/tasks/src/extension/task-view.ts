import type { Task } from '../storage/task-row';

/** Milliseconds for which a new task is asked for every second; then less often. */
const NEW_MS = 30_000;
const OFTEN_MS = 1_000;
const SELDOM_MS = 5_000;

/** How often a client should ask for a task, in milliseconds. */
export function pollIntervalMs({ createdAt }: Pick<Task, 'createdAt'>, now = Date.now()): number {
  return now - createdAt.getTime() < NEW_MS ? OFTEN_MS : SELDOM_MS;
}

/** A task in a result of its creation (SEP-2663, Tasks). */
export function taskView(task: Task): Record<string, unknown> {
  const { id: taskId, status, statusMessage, createdAt, updatedAt, expiresAt } = task;
  return {
    ...{ taskId, status, statusMessage },
    createdAt: createdAt.toISOString(),
    lastUpdatedAt: updatedAt.toISOString(),
    ttlMs: expiresAt.getTime() - createdAt.getTime(),
    pollIntervalMs: pollIntervalMs(task),
  };
}

/** The same with what its status brings: the result, the error, or the questions (`DetailedTask`). */
export function detailedTaskView(task: Task): Record<string, unknown> {
  const { status, result, error, questions: inputRequests } = task;
  return {
    ...taskView(task),
    ...(status === 'completed' && { result }),
    ...(status === 'failed' && { error }),
    ...(status === 'input_required' && { inputRequests }),
  };
}
