/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import holdTestServer from '../../../../libs/database/src/testing/hold-test-server';
import { installRuntimes } from '../../../serverless/local/install-runtimes';

/**
 * Once, before all suites: two that install into the same folder destroy each other's work. Stored
 * clients need a database.
 */
export default async function setUp(): Promise<void> {
  installRuntimes();
  await holdTestServer();
}
