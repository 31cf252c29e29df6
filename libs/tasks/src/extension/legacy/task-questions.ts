import type { AskClient } from '@repo/mcp-core';
import type { Task } from '../../storage/task-row';

/** Says in `_meta` of a message which task it belongs to. */
export const RELATED_TASK = 'io.modelcontextprotocol/related-task';

interface Question {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Asks the client all that a task has open.
 *
 * @returns its answers, by the keys of the questions
 * @throws {Error} it refused one, went away, or `signal` was aborted
 */
export async function answersTo(
  { id: taskId, questions = {} }: Task,
  ask: AskClient,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const answers = await Promise.all(
    Object.entries(questions as Record<string, Question>).map(async ([key, { method, params }]) => {
      const _meta = { ...(params['_meta'] as object), [RELATED_TASK]: { taskId } };
      return [key, await ask(method, { ...params, _meta }, signal)] as const;
    }),
  );
  return Object.fromEntries(answers);
}
