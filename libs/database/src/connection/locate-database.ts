import type { DatabaseConfig, ServerConfig } from '@repo/config';
import { EmbeddedPostgres, type EmbeddedOptions } from '../embedded/embedded-postgres';
import { workspaceOf } from '../embedded/home-folder';

/** A database that is there, and what to say and do about it. */
export interface LocatedDatabase {
  readonly url: string;
  /** What a person should know about where it is. */
  readonly note: string | undefined;
  /** To be called when all connections are closed. */
  release(): Promise<void>;
}

/** That of `DATABASE_URL`, else the embedded one, which is started when it does not run. */
export async function locateDatabase(
  { url }: DatabaseConfig,
  { environment }: ServerConfig,
  onLost: (error: unknown) => void,
): Promise<LocatedDatabase> {
  if (url !== undefined) return { url, note: undefined, release: async () => undefined };
  const options = environment === 'test' ? testServer() : { name: 'postgres' };
  return EmbeddedPostgres.hold({ workspace: workspaceOf(process.cwd()), ...options, onLost });
}

/** The server of all tests of the workspace: apart from the developer's data, and faster than safe. */
export function testServer(): Omit<EmbeddedOptions, 'workspace'> {
  return {
    name: 'postgres-test',
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  };
}
