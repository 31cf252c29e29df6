import { once } from 'node:events';
import { EmbeddedPostgres } from './embedded-postgres';

/** A process that holds the server of a workspace until it is killed or its input ends. */
async function main(workspace: string): Promise<void> {
  const server = await EmbeddedPostgres.hold({ workspace, name: 'postgres' });
  process.stdout.write(`${JSON.stringify({ url: server.url, note: server.note })}\n`);
  await once(process.stdin.resume(), 'end');
  await server.release();
}

main(process.argv[2] ?? '').catch((error: Error) => {
  process.stdout.write(`${JSON.stringify({ error: error.message })}\n`);
  process.exitCode = 1;
});
