import { Injectable, Logger } from '@nestjs/common';
import { ServerConfig } from '@repo/config';
import { CancelledError, McpHost, ProtocolError, type McpRequest } from '@repo/mcp-core';
import { setTimeout as pause } from 'node:timers/promises';
import { RunStore, type NextJob, type TaskEnd } from '../storage/run-store';
import type { Task } from '../storage/task-row';
import { DeadTaskError } from './dead-task.error';
import { retryDelayMs } from './retry-delay';
import { TaskChannel } from './task-channel';
import { TaskQueue } from './task-queue';
import { RunWatch } from './run-watch';

type ClaimedTask = Task & { readonly run: string };

/** Milliseconds until a task is tried again that this version, or this process now, cannot run. */
const LATER_MS = 5_000;
/** Milliseconds for which a run whose end the database does not take is not given up. */
const FINISH_MS = 60_000;
const FINISH_EVERY_MS = 500;
/** Bytes of JSON that `checkpoint` keeps. */
const MAX_CHECKPOINT = 64 * 1_024;

/** Runs tasks: each is the call that it was, at the engine that would have answered it. */
@Injectable()
export class TaskRuns {
  private readonly logger = new Logger('Tasks');
  private readonly watch: RunWatch;

  constructor(
    private readonly host: McpHost,
    private readonly store: RunStore,
    private readonly queue: TaskQueue,
    private readonly config: ServerConfig,
  ) {
    this.watch = new RunWatch(store);
  }

  /** How many run now. */
  get count(): number {
    return this.watch.size;
  }

  /**
   * Runs the task of a job, if it is still due.
   *
   * @returns what became of it, for people
   * @throws {DeadTaskError} its tries are used up
   */
  async run(job: NextJob): Promise<string> {
    const task = await this.store.claim(job);
    if (task === undefined) return 'had nothing to do';
    const engine = this.host.servers.find(({ name }) => (name ?? '') === task.server)?.engine;
    // Of a newer or an older version, which runs beside this one for a while.
    if (engine?.catalog.tools.get(task.tool)?.task === undefined) {
      return this.handOver(task, LATER_MS, 'is of another version');
    }
    const channel = new TaskChannel(task.id, (message) => {
      this.store.say(task.run, message).catch((error: Error) => this.logger.debug(error.message));
    });
    const { cancellation } = channel;
    if (task.cancelled) cancellation.cancel(new CancelledError('The task was cancelled.'));
    const request = this.requestOf(task, channel);
    this.watch.add(task.run, cancellation);
    try {
      const answer = engine.handle(request).then(
        (json) => ({ result: json.toString() }),
        (error: ProtocolError) => ({ error }),
      );
      return await this.ended(task, request, await answer);
    } finally {
      channel.close();
      this.watch.delete(task.run);
    }
  }

  /** Waits for the runs under way, for half of what the process has to end; then others go on with them. */
  async drain(): Promise<void> {
    await this.watch.drain(this.config.shutdownGraceMs / 2);
  }

  private requestOf(task: ClaimedTask, channel: TaskChannel): McpRequest {
    const { id, run, client, params, answers, checkpoint, timeoutMs, tool } = task;
    const _meta = { ...(params['_meta'] as object), progressToken: id };
    return {
      id,
      method: 'tools/call',
      params: { name: tool, arguments: params['arguments'], _meta },
      client: { ...client, logLevel: 'debug' },
      channel,
      task: {
        ...{ id, timeoutMs, answers, checkpoint },
        saveCheckpoint: async (value) => {
          const length = JSON.stringify(value ?? null).length;
          if (length > MAX_CHECKPOINT) {
            throw new Error(`A checkpoint of ${length} characters: ${MAX_CHECKPOINT} are allowed.`);
          }
          if (!(await this.store.saveCheckpoint(run, value))) {
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
    const { reason } = channel.cancellation;
    if (this.watch.isHandedOver(reason)) return this.handOver(task, 0, 'goes on elsewhere');
    if (this.watch.isLost(reason)) return 'went on elsewhere';
    if (run?.asked !== undefined) {
      await this.insist(task, () => this.store.park(task.run, run.asked!));
      return 'waits for its client';
    }
    const outcome = run?.outcome ?? 'failed';
    if (reason instanceof CancelledError) {
      return this.finish(task, { status: 'cancelled', outcome: 'cancelled' });
    }
    if (error?.detail === 'overload') return this.handOver(task, LATER_MS, 'waits for its turn');
    const isFault = outcome === 'failed' && !(error !== undefined && isDeliberate(error));
    const isLast = task.attempt + 1 >= task.tries;
    if (isFault && !isLast) {
      return this.handOver(task, retryDelayMs(task.attempt), 'is tried again', true);
    }
    const message = error?.message;
    const end: TaskEnd =
      error === undefined
        ? { status: 'completed', outcome, result, dead: isFault }
        : { status: 'failed', outcome, error: errorJson(error), message, dead: isFault };
    const told = await this.finish(task, end);
    if (isFault) throw new DeadTaskError(task);
    return told;
  }

  private async finish(task: ClaimedTask, end: TaskEnd): Promise<string> {
    await this.insist(task, () => this.store.finish(task.run, end));
    return end.status;
  }

  /** @returns what became of it, for people */
  private async handOver(
    task: ClaimedTask,
    delayMs: number,
    told: string,
    failed = false,
  ): Promise<string> {
    const next = await this.insist(task, () => this.store.handOver(task.run, delayMs, failed));
    if (next) await this.queue.add(next, delayMs);
    return told;
  }

  /** Tries again while the database is away: what a run did should count. */
  private async insist<T>(task: ClaimedTask, change: () => Promise<T>): Promise<T | undefined> {
    const giveUpAt = performance.now() + FINISH_MS;
    for (;;) {
      try {
        return await change();
      } catch (error) {
        if (performance.now() > giveUpAt) {
          this.logger.error(`The end of task ${task.id} was lost, it runs again: ${String(error)}`);
          return undefined;
        }
        await pause(FINISH_EVERY_MS);
      }
    }
  }
}

/** An error that a method chose, rather than one that happened: to try again would not help. */
function isDeliberate(error: ProtocolError): boolean {
  return error.cause === undefined;
}

function errorJson({ code, message, data }: ProtocolError): string {
  return JSON.stringify({ code, message, data });
}
