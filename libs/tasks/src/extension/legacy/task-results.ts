import { RateLimitConfig } from '@repo/config';
import { KeyedSemaphore } from '@repo/foundation';
import {
  CancelledError,
  countedAs,
  ErrorCode,
  ProtocolError,
  type ExtensionContext,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Task } from '../../storage/task-row';
import { Tasks, unknownTask } from '../../tasks';
import { TaskWatch } from '../../watch/task-watch';
import { AsideQuestions } from './aside-questions';
import { isFinal, legacyStatus, stateOf } from './legacy-task-view';
import { answersTo, RELATED_TASK } from './task-questions';

/** Requests that wait in one process; a caller has a share of them. */
const MAX_WAITERS = 1_000;
/** Those for one task. With a further one the first ends: its client has mostly lost its stream. */
const MAX_OF_TASK = 4;

/** One `tasks/result` that waits. */
type Waiter = AbortController;

/**
 * Answers `tasks/result` of 2025-11-25: when the task has ended, wherever it runs. Meanwhile its client
 * is asked on the stream of this request what the task asks.
 */
@Injectable()
export class TaskResults {
  private readonly callers: KeyedSemaphore;
  private readonly waiters = new Map<string, Set<Waiter>>();

  constructor(
    private readonly tasks: Tasks,
    private readonly watch: TaskWatch,
    private readonly asides: AsideQuestions,
    limits: RateLimitConfig,
  ) {
    this.callers = new KeyedSemaphore(limits.shareOf(MAX_WAITERS));
  }

  /** Whether a client waits here for the task. */
  isAwaited(taskId: string): boolean {
    return this.waiters.has(taskId);
  }

  /**
   * @returns what the call would have been answered
   * @throws {ProtocolError} the error that the call ended in; or too many wait
   */
  async of(task: Task, context: ExtensionContext): Promise<object> {
    if (isFinal(task)) return resultOf(task);
    const caller = countedAs(context.client) ?? '';
    if (this.watch.room <= 0 || !this.callers.tryAcquire(caller)) throw tooMany();
    const waiter = this.begin(task.id);
    this.asides.stop(task.id);
    try {
      return resultOf(await this.end(task, waiter, context));
    } finally {
      waiter.abort();
      this.leave(task.id, waiter);
      this.callers.release(caller);
    }
  }

  private async end(task: Task, waiter: Waiter, context: ExtensionContext): Promise<Task> {
    const signal = AbortSignal.any([waiter.signal, context.signal]);
    let now = task;
    while (!isFinal(now)) {
      const isOver = new AbortController();
      const until = AbortSignal.any([signal, isOver.signal]);
      try {
        const changed = this.changed(now, until);
        const asked = this.asked(now, waiter, context, until).then(() => changed);
        now = await Promise.race([changed, asked]);
      } finally {
        isOver.abort(new CancelledError('The task goes on without this.'));
      }
    }
    return now;
  }

  /** Resolves when the task has another status, or asks something else. */
  private changed(task: Task, signal: AbortSignal): Promise<Task> {
    return new Promise((resolve, reject) => {
      const end = this.watch.watch(task, (now) => {
        if (now !== undefined && stateOf(now) === stateOf(task)) return;
        end();
        if (now === undefined) reject(unknownTask());
        else resolve(now);
      });
      const abort = () => {
        end();
        reject(signal.reason as Error);
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  }

  /** Resolves when the client has answered, or is not to be asked here. */
  private async asked(
    task: Task,
    waiter: Waiter,
    context: ExtensionContext,
    signal: AbortSignal,
  ): Promise<void> {
    // Whoever came last has a stream that its client reads.
    const isLast = [...(this.waiters.get(task.id) ?? [])].at(-1) === waiter;
    const { ask } = context;
    if (task.status !== 'input_required' || !isLast || ask === undefined) return;
    await this.tasks.answer(task, await answersTo(task, ask, signal), context.client);
  }

  private begin(taskId: string): Waiter {
    const waiter = new AbortController();
    const all = this.waiters.get(taskId) ?? new Set();
    this.waiters.set(taskId, all.add(waiter));
    if (all.size > MAX_OF_TASK) {
      const [first] = all;
      first?.abort(new CancelledError('Later requests wait for this task.'));
    }
    return waiter;
  }

  private leave(taskId: string, waiter: Waiter): void {
    const all = this.waiters.get(taskId);
    all?.delete(waiter);
    if (all?.size === 0) this.waiters.delete(taskId);
  }
}

/** @throws {ProtocolError} the call ended in it */
function resultOf(task: Task): object {
  const { id: taskId, result, error } = task;
  if (legacyStatus(task) === 'cancelled') {
    throw new ProtocolError(ErrorCode.invalidRequest, 'The task was cancelled.', {
      outcome: 'cancelled',
    });
  }
  if (error !== undefined) {
    const { code, message, data } = error as { code: number; message: string; data?: unknown };
    throw new ProtocolError(code, message, { data });
  }
  const _meta = { ...(result?.['_meta'] as object), [RELATED_TASK]: { taskId } };
  return { ...result, _meta };
}

function tooMany(): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidRequest,
    'Too many requests wait for tasks. Ask by tasks/get how they are.',
    { status: 429, outcome: 'rate_limited', headers: { 'retry-after': '5' } },
  );
}
