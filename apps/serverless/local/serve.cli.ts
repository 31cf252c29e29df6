import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PLATFORMS } from '../build/platforms';
import { serve } from './serve';

/** `--platform=<one of them> [--port=8000] [--fixture]`: serves what was built until a signal. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string' },
      port: { type: 'string', default: process.env['PORT'] ?? '8000' },
      fixture: { type: 'boolean', default: false },
    },
  });
  const platform = PLATFORMS.find((name) => name === values.platform);
  if (platform === undefined) {
    console.error(`Say what to serve: --configuration=${PLATFORMS.join('|')}.`);
    process.exit(2);
  }
  const folder = join(__dirname, '../dist', values.fixture ? 'fixture' : '', platform);
  const run = await serve(platform, { folder, port: Number(values.port) });
  console.log(`listening on ${run.url}/mcp`);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void run.stop().then(() => process.exit(0)));
  }
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
