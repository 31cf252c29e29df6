import type { DynamicModule } from '@nestjs/common';
import type { WorkerSettings } from '../worker-settings';

/**
 * What runs tasks, with the features of their server; nothing with `TASK_CONCURRENCY=0`, which loads
 * none of it.
 */
export async function runningTasks(settings: WorkerSettings): Promise<DynamicModule[]> {
  const { config } = settings;
  if (config.tasks.concurrency === 0) return [];
  const { TaskRunningModule } = await import('@repo/mcp-server/tasks');
  const { mainServer } = await import('./main-server.ts');
  return [TaskRunningModule.forServer(settings.server ?? mainServer, config)];
}
