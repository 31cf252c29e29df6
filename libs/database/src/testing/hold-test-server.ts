import { Client } from 'pg';
import { testServer } from '../connection/locate-database';
import { EmbeddedPostgres } from '../embedded/embedded-postgres';
import { workspaceOf } from '../embedded/home-folder';

/**
 * Jest's `globalSetup`: the server of all suites, that of `TEST_DATABASE_URL` or an embedded one.
 * Jest's own process holds it until it ends, not the suites, each of which would keep a connection,
 * and through it all its modules in memory.
 */
export default async function holdTestServer(): Promise<void> {
  if (process.env['TEST_DATABASE_URL']) return;
  const workspace = workspaceOf(__dirname);
  const { url } = await EmbeddedPostgres.hold({
    workspace,
    ...testServer(),
    onStart: dropLeftovers,
  });
  process.env['TEST_DATABASE_URL'] = url;
}

/** The databases of suites that were killed. */
async function dropLeftovers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'mcp\\_test\\_%'`,
  );
  for (const { name } of rows) await client.query(`drop database ${name}`);
  await client.end();
}
