/* eslint-disable @nx/enforce-module-boundaries -- the functions are what these tests are of */
import { installRuntimes } from '../../../serverless/local/install-runtimes';

/** Once, before all suites: two that install into the same folder destroy each other's work. */
export default installRuntimes;
