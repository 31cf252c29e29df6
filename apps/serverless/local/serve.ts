import type { Platform } from '../build/platforms';
import { hasLambdaRuntime, installRuntimes } from './install-runtimes';
import type { LocalOptions, LocalRun } from './local-run';
import { serveAzure } from './serve-azure';
import { serveGoogle } from './serve-google';
import { serveLambda } from './serve-lambda';

/**
 * Serves a built function on a port, by the interfaces of its platform.
 *
 * @throws {Error} its runtime cannot be had here
 */
export async function serve(platform: Platform, options: LocalOptions): Promise<LocalRun> {
  if (platform === 'azure-functions') return serveAzure(options);
  installRuntimes();
  if (platform === 'google-cloud-functions') return serveGoogle(options);
  if (!hasLambdaRuntime()) throw new Error('aws-lambda-ric could not be compiled here.');
  return serveLambda(options);
}
