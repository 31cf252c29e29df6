import { Client } from 'pg';
import { testServer } from '../connection/locate-database';
import { EmbeddedPostgres } from '../embedded/embedded-postgres';
import { workspaceOf } from '../embedded/home-folder';

let held: Promise<EmbeddedPostgres> | undefined;

/**
 * The URL of the server of all suites. It is held until this process ends: suites come one after
 * the other, and each would start it anew.
 */
export async function testServerUrl(): Promise<string> {
  const outside = process.env['TEST_DATABASE_URL'];
  if (outside !== undefined && outside !== '') return outside;
  const workspace = workspaceOf(__dirname);
  held ??= EmbeddedPostgres.hold({ workspace, ...testServer(), onStart: dropLeftovers });
  return (await held).url;
}

/** The databases of suites that were killed. */
async function dropLeftovers(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'acme\\_test\\_%'`,
  );
  for (const { name } of rows) await client.query(`drop database ${name}`);
  await client.end();
}
