import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChildProcess } from './child-process';

/** What `nx build api-e2e` makes of `src/main.ts`: the api with the fixtures. */
export const HOST_BUNDLE = join(__dirname, '../../dist/main.js');

/** An open host: authorization has tests of its own. */
const OPEN_HOST = {
  ENVIRONMENT: 'test',
  HOST: '127.0.0.1',
  PORT: '0',
  MCP_AUTH: 'off',
  // The address is told at this level.
  LOG_LEVEL: 'info',
  // Tests call far more often than a caller should.
  RATE_LIMIT_REQUESTS: '1000000',
  CALLER_SHARE: '100',
};

/** The environment of a host: what Node itself needs, and the settings of the test. */
export function hostEnvironment(settings: Record<string, string> = {}): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    NODE_OPTIONS: '--enable-source-maps',
    ...OPEN_HOST,
    ...settings,
  };
}

/** A running host and where it listens. */
export interface FixtureHost {
  readonly process: ChildProcess;
  /** Of the MCP endpoint. */
  readonly url: URL;
}

/** Several start at once, on a machine that may have other work. */
const START_MS = 60_000;

const ADDRESS = /https?:\/\/[^\s"'/]+:(\d+)/;

/**
 * Starts the built host as a process of its own on a free port.
 *
 * @param bundle another program that listens as the host does
 * @throws {Error} when it was not built, or does not come up
 */
export async function startFixtureHost(
  settings?: Record<string, string>,
  bundle = HOST_BUNDLE,
): Promise<FixtureHost> {
  if (!existsSync(bundle)) throw new Error(`${bundle} is missing: build it, as nx build api-e2e.`);
  const child = new ChildProcess(process.execPath, [bundle], {
    env: hostEnvironment(settings),
  });
  try {
    const [, port] = await child.waitForLine(ADDRESS, START_MS);
    // The suite's host checks want the name `localhost` rather than an address.
    return { process: child, url: new URL(`http://localhost:${port}/mcp`) };
  } catch (error) {
    await child.stop();
    throw error;
  }
}
