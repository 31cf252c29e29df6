import { BoundedMap, Clock } from '@repo/foundation';
import { McpHost, type ExtensionContext } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import type { ListedTask } from '../storage/task-row';
import { pollIntervalMs } from './task-view';

/** Tasks whose polls are known. One that is not any more is polled for nothing once more. */
const MAX_TASKS = 10_000;
/** The part of the interval after which a poll is not too early: timers of clients are no better. */
const TOLERANCE = 0.8;

/**
 * A client that asks for an open task as often as it was told does not spend its rate limit on that.
 * What is over it counts: sooner, of tasks that have ended, of tasks that it may not see. So nobody has
 * more than their open tasks, of which there are `MAX_TASKS_PER_CALLER`, once an interval at each
 * process.
 */
@Injectable()
export class ExpectedPolls {
  /** When each may be asked for again. */
  private readonly nextAt = new BoundedMap<string, number>(MAX_TASKS);

  constructor(
    private readonly host: McpHost,
    private readonly clock: Clock,
  ) {}

  polled(task: ListedTask, { client }: ExtensionContext): void {
    const { id, status } = task;
    if (status !== 'working' && status !== 'input_required') return;
    const now = this.clock.now();
    if (now < (this.nextAt.get(id) ?? 0)) return;
    this.nextAt.set(id, now + pollIntervalMs(task, now) * TOLERANCE);
    this.host.giveBack(client);
  }
}
