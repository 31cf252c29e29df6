import { RateLimitConfig } from '@repo/config';
import { BoundedMap, KeyedSemaphore } from '@repo/foundation';
import { CancelledError, countedAs, type AskClient, type ExtensionContext } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import type { Task } from '../../storage/task-row';
import { Tasks } from '../../tasks';
import { TaskWatch } from '../../watch/task-watch';
import { stateOf } from './legacy-task-view';
import { answersTo } from './task-questions';

/** Tasks whose clients are asked at once in one process; a caller has a share of them. */
const MAX_ASKED = 1_000;
/** Questions that are remembered, so that none is asked again at each poll. */
const MAX_REMEMBERED = 10_000;
/** Milliseconds after which an open question keeps its session no longer. A later poll asks anew. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * Asks clients of 2025-11-25 that poll, and never wait in `tasks/result`: on the stream of their session,
 * at the second poll that finds a question open. At the first the client may be about to wait.
 */
@Injectable()
export class AsideQuestions {
  private readonly logger = new Logger('Tasks');
  private readonly callers: KeyedSemaphore;
  private readonly asked = new Map<string, AbortController>();
  /** Which rounds of questions were seen, and whether their client was asked. */
  private readonly seen = new BoundedMap<string, 'seen' | 'asked'>(MAX_REMEMBERED);

  constructor(
    private readonly tasks: Tasks,
    private readonly watch: TaskWatch,
    limits: RateLimitConfig,
  ) {
    this.callers = new KeyedSemaphore(limits.shareOf(MAX_ASKED));
  }

  /** @param isAwaited whether a client waits for the task, and is asked there */
  polled(task: Task, context: ExtensionContext, isAwaited: boolean): void {
    const { askAside: ask } = context;
    if (task.status !== 'input_required' || ask === undefined || isAwaited) return;
    const round = `${task.id} ${task.seq}`;
    const before = this.seen.get(round);
    if (before === 'asked') return;
    this.seen.set(round, 'seen');
    if (before === undefined || this.watch.room <= 0 || this.asked.has(task.id)) return;
    const caller = countedAs(context.client) ?? '';
    if (!this.callers.tryAcquire(caller)) return;
    this.seen.set(round, 'asked');
    void this.ask(task, ask, round).finally(() => this.callers.release(caller));
  }

  /** The client waits now, and is asked there. */
  stop(taskId: string): void {
    this.asked.get(taskId)?.abort(new CancelledError('The client is asked elsewhere.'));
  }

  private async ask(task: Task, ask: AskClient, round: string): Promise<void> {
    const stopped = new AbortController();
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    this.asked.set(task.id, stopped);
    const end = this.watch.watch(task, (now) => {
      if (now === undefined || stateOf(now) !== stateOf(task)) this.stop(task.id);
    });
    try {
      const signal = AbortSignal.any([stopped.signal, timeout]);
      await this.tasks.answer(task, await answersTo(task, ask, signal), task.client);
    } catch (error) {
      if (timeout.aborted) this.seen.delete(round);
      this.logger.debug(`Task ${task.id} got no answer: ${String(error)}`);
    } finally {
      end();
      this.asked.delete(task.id);
    }
  }
}
