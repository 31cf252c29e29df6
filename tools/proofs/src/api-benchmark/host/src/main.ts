import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { startHttp } from '@repo/api/bootstrap';
import { DigestTool } from './digest.tool';
import { GeneratedToolsModule } from './generated-tools.module';
import { SizedResultTool } from './sized-result.tool';
import { SlowTool } from './slow.tool';

/** The api as its own `main.ts` starts it, with as many tools as `BENCH_TOOLS` says. */
const count = Number(process.env['BENCH_TOOLS'] ?? '10');

void startHttp({
  config: loadConfigOrExit(),
  features: [GeneratedToolsModule.of(count, [SizedResultTool, SlowTool, DigestTool])],
});
