import 'reflect-metadata';
import { runServer } from '@repo/mcp-server';
import { OrderModule } from './order.module';

/** A server as any app runs it, with a tool that works with all that a tool can have. */
void runServer({
  app: 'tracing-host',
  name: 'tracing-host',
  title: 'Tracing',
  version: '1.0.0',
  features: [OrderModule],
  database: () => import('@repo/mcp-server/database'),
});
