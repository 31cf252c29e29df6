/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import { join } from 'node:path';
import { ChildProcess } from '../process/child-process';
import type { Platform } from '../../../serverless/build/platforms';

const PROGRAM = join(__dirname, '../../../serverless/local/serve.cli.ts');
const ROOT = join(__dirname, '../../../..');

/** An open function: authorization has tests of its own. */
const OPEN = {
  ENVIRONMENT: 'test',
  MCP_AUTH: 'off',
  LOG_LEVEL: 'warn',
  // Tests call far more often than a caller should.
  RATE_LIMIT_REQUESTS: '1000000',
  CALLER_SHARE: '100',
  JWT_SECRET: 'the-secret-that-all-instances-of-the-test-share',
};

/** A function with the fixtures of the black-box tests, served locally. */
export interface FunctionProcess {
  readonly process: ChildProcess;
  /** Of the MCP endpoint. */
  readonly url: URL;
}

/**
 * @param settings as in the environment, beside those of an open function
 * @throws {Error} when it was not built, or does not come up
 */
export async function startFunction(
  platform: Platform,
  settings: Record<string, string> = {},
): Promise<FunctionProcess> {
  const typescript = ['-C', '@repo/source', '-r', '@swc-node/register'];
  const args = [...typescript, PROGRAM, `--platform=${platform}`, '--port=0'];
  const child = new ChildProcess(process.execPath, [...args, '--fixture'], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...OPEN, ...settings },
  });
  try {
    // The first run installs the runtimes, and compiles Lambda's.
    const [, port] = await child.waitForLine(/listening on http:\/\/[^:]+:(\d+)/, 5 * 60_000);
    return { process: child, url: new URL(`http://localhost:${port}/mcp`) };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
