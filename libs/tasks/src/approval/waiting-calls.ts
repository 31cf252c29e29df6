import { McpConfig } from '@repo/config';
import { KeyedSemaphore } from '@repo/foundation';
import {
  countedAs,
  ProtocolError,
  type Call,
  type PrepareCall,
  type ToolFeature,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { Task } from '../storage/task-row';
import { Tasks } from '../tasks';
import { TaskWatch } from '../watch/task-watch';
import { ApprovalStore } from './approval-store';
import { stillWaitingText } from './approval-texts';

/** Calls of one caller that wait at once; others are told at once that they have to. */
const MAX_OF_CALLER = 10;

/** Calls of clients without tasks that wait for a decision, and for what comes of it. */
@Injectable()
export class WaitingCalls {
  private readonly permits = new KeyedSemaphore(MAX_OF_CALLER);

  constructor(
    private readonly tasks: Tasks,
    private readonly watch: TaskWatch,
    private readonly approvals: ApprovalStore,
    private readonly config: McpConfig,
  ) {}

  /**
   * The result of the call; at its time-out, that it still waits.
   *
   * @returns undefined where it is answered otherwise; see `PrepareCall`
   * @throws {ProtocolError} as the call itself would; the task stays
   */
  async answer(call: Call, prepare: PrepareCall): Promise<object | undefined> {
    const checked = await prepare();
    if (checked === undefined) return undefined;
    const begun = await this.tasks.startOrJoin(call, checked);
    const task = await this.ended(begun, call);
    if (task === undefined) return failure('This is over: its time ended. Call again.');
    if (task.status === 'working') return failure(stillWaitingText(task));
    if (task.status === 'input_required') return failure(ASKS);
    await this.approvals.told(task.id);
    return resultOf(task);
  }

  private async ended(begun: Task, call: Call): Promise<Task | undefined> {
    if (begun.status !== 'working') return begun;
    const key = countedAs(call.client) ?? '';
    if (this.watch.room <= 0 || !this.permits.tryAcquire(key)) return begun;
    try {
      return await this.changed(begun, call);
    } finally {
      this.permits.release(key);
    }
  }

  /** @throws what the call was ended for */
  private changed(begun: Task, { feature, signal }: Call): Promise<Task | undefined> {
    const timeoutMs = (feature as ToolFeature).timeoutMs ?? this.config.toolTimeoutMs;
    return new Promise((resolve, reject) => {
      let latest: Task | undefined = begun;
      const leave = this.watch.watch(begun, (task) => {
        latest = task;
        if (task?.status !== 'working') end();
      });
      const timer = setTimeout(end, timeoutMs);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();

      function end(): void {
        leave();
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(signal.reason as Error);
        else resolve(latest);
      }
    });
  }
}

const ASKS =
  'This asks for something in its middle, which needs a client with tasks. Its task goes on waiting.';

function failure(text: string): object {
  return { content: [{ type: 'text', text }], isError: true };
}

/** @throws {ProtocolError} that of a task which failed */
function resultOf({ status, result = {}, error = {} }: Task): object {
  if (status === 'cancelled') return failure('Its task was cancelled.');
  if (status === 'failed') {
    const { code, message, data } = error as { code: number; message: string; data?: unknown };
    throw new ProtocolError(code, message, { data });
  }
  // What it has of an era is put there again, by that of this call.
  return { ...result, resultType: undefined };
}
