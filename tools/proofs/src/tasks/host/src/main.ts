import 'reflect-metadata';
import { runServer } from '@repo/mcp-server';
import { PlainModule } from './plain.module';

/** Whether the catalog has tools with tasks: what they cost the others is the difference. */
const hasTasks = process.env['PROOF_WITHOUT_TASKS'] === undefined;

/** A server as any app runs it, whose tools tell a ledger outside what they do. */
async function main(): Promise<void> {
  const withTasks = hasTasks ? [(await import('./work.module.ts')).WorkModule] : [];
  await runServer({
    app: 'tasks-host',
    name: 'tasks-host',
    title: 'Tasks',
    version: '1.0.0',
    features: [PlainModule, ...withTasks],
    database: () => import('@repo/mcp-server/database'),
  });
}

void main();
