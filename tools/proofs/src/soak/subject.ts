import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestDatabase } from '@repo/database/testing';
import { paths } from '../api-benchmark/paths';
import { ServerProcess } from '../api-benchmark/measure/server-process';

const HEAP_MIB = 256;

/** The api as production runs it, in one process whose heap is small. */
export async function startSubject(
  { url }: Pick<TestDatabase, 'url'>,
  issuer: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const env = {
    ENVIRONMENT: 'production',
    HOST: '127.0.0.1',
    ALLOWED_HOSTS: '127.0.0.1',
    WORKERS: '1',
    DATABASE_URL: url,
    ...issuer,
  };
  await promisify(execFile)(process.execPath, [paths.api, '--migrate'], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });
  return ServerProcess.start({
    file: paths.api,
    env,
    nodeOptions: ['--expose-gc', `--max-old-space-size=${HEAP_MIB}`],
  });
}
