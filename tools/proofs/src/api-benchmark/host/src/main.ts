import 'reflect-metadata';
import { runServer } from '@repo/mcp-server';
import { DigestTool } from './digest.tool';
import { GeneratedToolsModule } from './generated-tools.module';
import { SizedResultTool } from './sized-result.tool';
import { SlowTool } from './slow.tool';

/** A server as any app runs it, with as many tools as `BENCH_TOOLS` says. */
const count = Number(process.env['BENCH_TOOLS'] ?? '10');

void runServer({
  app: 'benchmark-host',
  name: 'benchmark-host',
  title: 'Benchmark',
  version: '1.0.0',
  features: [GeneratedToolsModule.of(count, [SizedResultTool, SlowTool, DigestTool])],
  database: () => import('@repo/mcp-server/database'),
});
