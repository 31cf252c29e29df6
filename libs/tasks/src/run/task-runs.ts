import { Inject, Injectable, Logger } from '@nestjs/common';
import { ServerConfig } from '@repo/config';
import {
  CancelledError,
  ErrorCode,
  McpHost,
  ProtocolError,
  type Approval,
  type McpRequest,
} from '@repo/mcp-core';
import { setTimeout as pause } from 'node:timers/promises';
import { argumentsHash } from '../approval/arguments-hash';
import { nameOf } from '../approval/decider';
import { RunStore, type NextJob, type RunRef, type TaskEnd } from '../storage/run-store';
import type { Task } from '../storage/task-row';
import { TaskMetrics } from '../observed/task.metrics';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import type { TaskTiming } from '../task-timing';
import { DeadTaskError } from './dead-task.error';
import { retryDelayMs } from './retry-delay';
import { TaskChannel } from './task-channel';
import { TaskQueue } from './task-queue';
import { RunWatch } from './run-watch';

type ClaimedTask = Task & RunRef;

/** Milliseconds between two tries to have the database take the end of a run. */
const INSIST_EVERY_MS = 500;
/** Bytes of JSON that `checkpoint` keeps. */
const MAX_CHECKPOINT = 64 * 1_024;

/** Runs tasks: each is the call that it was, at the engine that would have answered it. */
@Injectable()
export class TaskRuns {
  private readonly logger = new Logger('Tasks');
  private readonly watch: RunWatch;
  private readonly timing: TaskTiming;

  constructor(
    private readonly host: McpHost,
    private readonly store: RunStore,
    private readonly queue: TaskQueue,
    private readonly config: ServerConfig,
    private readonly metrics: TaskMetrics,
    @Inject(TASKS_OPTIONS) { timing }: Required<TasksOptions>,
  ) {
    metrics.runs(() => this.count);
    this.timing = timing;
    this.watch = new RunWatch(store, timing);
  }

  /** How many run now. */
  get count(): number {
    return this.watch.size;
  }

  /**
   * Runs the task of a job, if it is still due.
   *
   * @returns what became of it, for people
   * @throws {DeadTaskError} the tries of the task are used up: the job becomes its dead letter
   */
  async run(job: NextJob): Promise<string> {
    const task = await this.store.claim(job);
    if (task === undefined) return this.bury(job);
    if (this.watch.isDraining) return this.handOver(task, 0, 'goes on elsewhere');
    const engine = this.host.servers.find(({ name }) => (name ?? '') === task.server)?.engine;
    // Of a newer or an older version, which runs beside this one for a while.
    if (engine?.catalog.tools.get(task.tool)?.task === undefined) {
      return this.handOver(task, this.timing.laterMs, 'is of another version');
    }
    if (!isWhatWasApproved(task)) return this.finish(task, CHANGED);
    const channel = new TaskChannel(task.id, (message) => {
      this.store.say(task, message).catch((error: Error) => this.logger.debug(error.message));
    });
    const request = this.requestOf(task, channel);
    this.watch.add(task, channel.cancellation);
    try {
      const answer = engine.handle(request).then(
        (json) => ({ result: json.toString() }),
        (error: ProtocolError) => ({ error }),
      );
      return await this.ended(task, request, await answer);
    } finally {
      channel.close();
      this.watch.delete(task);
    }
  }

  /** Waits for the runs under way, for half of what the process has to end; then others go on with them. */
  async drain(): Promise<void> {
    await this.watch.drain(this.config.shutdownGraceMs / 2);
  }

  private requestOf(task: ClaimedTask, channel: TaskChannel): McpRequest {
    const { id, client, params, answers, checkpoint, timeoutMs, tool } = task;
    const _meta = { ...(params['_meta'] as object), progressToken: id };
    return {
      id,
      method: 'tools/call',
      params: { name: tool, arguments: params['arguments'], _meta },
      client: { ...client, logLevel: 'debug' },
      channel,
      task: {
        ...{ id, timeoutMs, answers, checkpoint, approval: approvalOf(task) },
        saveCheckpoint: async (value) => {
          const length = JSON.stringify(value ?? null).length;
          if (length > MAX_CHECKPOINT) {
            throw new Error(`A checkpoint of ${length} characters: ${MAX_CHECKPOINT} are allowed.`);
          }
          if (!(await this.store.saveCheckpoint(task, value))) {
            throw new CancelledError('Another process runs this task now.');
          }
        },
      },
    };
  }

  private async ended(
    task: ClaimedTask,
    { task: run, channel }: McpRequest,
    { result, error }: { result?: string; error?: ProtocolError },
  ): Promise<string> {
    const { asked, outcome = 'failed' } = run ?? {};
    if (asked !== undefined) {
      await this.insist(task, () => this.store.park(task, asked));
      return 'waits for its client';
    }
    const { reason } = channel.cancellation;
    const isDone = outcome === 'ok' || outcome === 'tool_error';
    if (!isDone && this.watch.isHandedOver(reason)) {
      return this.handOver(task, 0, 'goes on elsewhere');
    }
    if (!isDone && this.watch.isLost(reason)) return 'went on elsewhere';
    if (!isDone && reason instanceof CancelledError) {
      return this.finish(task, { status: 'cancelled', outcome: 'cancelled' });
    }
    if (error?.detail === 'overload') {
      return this.handOver(task, this.timing.laterMs, 'waits for its turn');
    }
    const isFault = outcome === 'failed' && !(error !== undefined && isDeliberate(error));
    const dead = isFault && task.attempt + 1 >= task.tries;
    if (isFault && !dead) {
      const delayMs = retryDelayMs(task.attempt, this.timing);
      return this.handOver(task, delayMs, 'is tried again', true);
    }
    const message = error?.message;
    return this.finish(
      task,
      error === undefined
        ? { status: 'completed', outcome, result, dead }
        : { status: 'failed', outcome, error: errorJson(error), message, dead },
    );
  }

  /** A dead letter is a job of its own, so that one that is brought back by the queue is none. */
  private async finish(task: ClaimedTask, end: TaskEnd): Promise<string> {
    const ended = await this.insist(task, () => this.store.finish(task, end));
    if (ended === undefined) return 'went on elsewhere';
    this.metrics.ended(task, end.outcome);
    if (end.dead === true) await this.queue.add(ended);
    return end.status;
  }

  private async bury(job: NextJob): Promise<string> {
    const task = await this.store.deadOf(job);
    if (task === undefined) return 'had nothing to do';
    throw new DeadTaskError(task);
  }

  /** @returns what became of it, for people */
  private async handOver(
    task: ClaimedTask,
    delayMs: number,
    told: string,
    failed = false,
  ): Promise<string> {
    const next = await this.insist(task, () => this.store.handOver(task, delayMs, failed));
    if (next) await this.queue.add(next, delayMs);
    return told;
  }

  /** Tries again while the database is away: what a run did should count. */
  private async insist<T>(task: ClaimedTask, change: () => Promise<T>): Promise<T | undefined> {
    const giveUpAt = performance.now() + this.timing.insistMs;
    for (;;) {
      try {
        return await change();
      } catch (error) {
        if (performance.now() > giveUpAt) {
          this.logger.error(`The end of task ${task.id} was lost, it runs again: ${String(error)}`);
          return undefined;
        }
        await pause(INSIST_EVERY_MS);
      }
    }
  }
}

/** What was decided on is what runs: nobody has changed it since. */
function isWhatWasApproved({ approval, server, tool, params }: Task): boolean {
  const decidable = { server, tool, arguments: params['arguments'] };
  return approval === undefined || approval.argumentsHash === argumentsHash(decidable);
}

const CHANGED: TaskEnd = {
  status: 'failed',
  outcome: 'refused',
  error: JSON.stringify({
    code: ErrorCode.internalError,
    message: 'The arguments are not those that were approved.',
  }),
  message: 'The arguments are not those that were approved.',
};

function approvalOf({ approval }: Task): Approval | undefined {
  if (approval?.decidedBy === undefined || approval.decidedAt === undefined) return undefined;
  const { decidedBy, decidedAt: at, decisionReason: reason } = approval;
  return { by: nameOf(decidedBy), at, reason };
}

/** An error that a method chose, rather than one that happened: to try again would not help. */
function isDeliberate(error: ProtocolError): boolean {
  return error.cause === undefined;
}

function errorJson({ code, message, data }: ProtocolError): string {
  return JSON.stringify({ code, message, data });
}
