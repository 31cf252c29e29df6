import { McpHost, qualifiedNameOf } from '@repo/mcp-core';
import { counter, gauge } from '@repo/telemetry';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { hasTasks } from '../run/has-tasks';
import { TaskCounts } from '../storage/task-counts';
import type { Task } from '../storage/task-row';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';

/** Of a tool that this version has not: its tasks may be older. */
const UNKNOWN_TOOL = '_other';

/**
 * Tasks as Prometheus sees them. What the database knows is the same at every process (take the `max`);
 * what runs and ends is that of this process (take the `sum`). Where no tool has tasks there is none.
 */
@Injectable()
export class TaskMetrics implements OnApplicationBootstrap {
  private readonly ends = counter({
    name: 'mcp_tasks_ended_total',
    help: 'Tasks that ended, by tool and outcome.',
    labelNames: ['tool', 'outcome'],
  });

  constructor(
    private readonly host: McpHost,
    counts: TaskCounts,
    @Inject(TASKS_OPTIONS) { app }: TasksOptions,
  ) {
    gauge({
      name: 'mcp_tasks_open',
      help: 'Tasks that are not over, by status.',
      labelNames: ['status'],
      aggregator: 'max',
      collect: async () => {
        if (!hasTasks(host)) return [];
        const { working, inputRequired, approvalRequired } = await counts.open(app);
        return [
          { labels: { status: 'working' }, value: working },
          { labels: { status: 'input_required' }, value: inputRequired },
          { labels: { status: 'approval_required' }, value: approvalRequired },
        ];
      },
    });
    gauge({
      name: 'mcp_tasks_oldest_waiting_seconds',
      help: 'Seconds that a task has waited to be run, of the one that waits longest; 0 where none does.',
      aggregator: 'max',
      collect: async () =>
        hasTasks(host) ? [{ value: (await counts.open(app)).oldestWaitingSeconds }] : [],
    });
  }

  /** @param running tells how many run in this process */
  runs(running: () => number): void {
    gauge({
      name: 'mcp_tasks_running',
      help: 'Tasks that run in this process.',
      collect: () => (hasTasks(this.host) ? [{ value: running() }] : []),
    });
  }

  /** So that the first end of each tool counts as a rise. */
  onApplicationBootstrap(): void {
    for (const { catalog } of this.host.servers) {
      for (const feature of catalog.tools.values()) {
        if (feature.task) this.ends.inc({ tool: qualifiedNameOf(feature), outcome: 'ok' }, 0);
      }
    }
  }

  ended({ tool, server }: Task, outcome: string): void {
    const of = this.host.servers.find(({ name }) => (name ?? '') === server);
    const feature = of?.catalog.tools.get(tool);
    this.ends.inc({ tool: feature ? qualifiedNameOf(feature) : UNKNOWN_TOOL, outcome });
  }
}
