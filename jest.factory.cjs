const { existsSync, readdirSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { basename, join } = require('node:path');

const HOLD_TEST_SERVER = join(__dirname, 'libs/database/src/testing/hold-test-server.ts');

/** Milliseconds. It ends what hangs; how fast the machine is, no test may ask. */
const TEST_TIMEOUT_MS = 120_000;

/** What is published as ES modules, or loads some by `import()`: Jest reads CommonJS alone. */
const ES_MODULES =
  '(@nestjs/|@opentelemetry/otlp-exporter-base/|@kubernetes/client-node/dist/index\\.js$|change-case/|@modelcontextprotocol/ext-tasks/|index-to-position/|jose/|oauth4webapi/|oidc-provider/|openid-client/|parse-json/|supports-color/)';

/** How swc compiles what needs no more than another kind of module. */
const ES_MODULE = {
  swcrc: false,
  sourceMaps: false,
  jsc: { target: 'es2023', parser: { syntax: 'ecmascript' } },
  module: { type: 'commonjs' },
};

/**
 * The Jest configuration of one project: specs beside the code in `src`, TypeScript compiled by swc
 * with the decorator settings of the build (`.swcrc`).
 *
 * @param {string} rootDir the project's folder
 * @param {{database?: boolean}} options whether its specs ask for `withTestDatabase`
 * @returns {import('jest').Config}
 */
exports.jestProject = (rootDir, { database = false } = {}) => ({
  displayName: basename(rootDir),
  rootDir,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testEnvironment: join(__dirname, 'jest.environment.cjs'),
  testEnvironmentOptions: {
    // Resolves @repo/* to TypeScript source, so that no library is built before a test.
    customExportConditions: ['@repo/source', 'node', 'node-addons'],
  },
  testTimeout: TEST_TIMEOUT_MS,
  ...(database && { globalSetup: HOLD_TEST_SERVER }),
  transform: {
    '\\.ts$': ['@swc/jest', { configFile: join(__dirname, '.swcrc') }],
    [`/node_modules/${ES_MODULES}`]: ['@swc/jest', ES_MODULE],
  },
  transformIgnorePatterns: [`/node_modules/(?!${ES_MODULES})`],
});

/** The configurations of all projects, but of the black-box tests, which need built apps. */
const projectConfigs = ['apps', 'libs', 'tools']
  .flatMap((area) => readdirSync(join(__dirname, area)).map((name) => join(__dirname, area, name)))
  .filter((folder) => !folder.endsWith('-e2e'))
  .map((folder) => join(folder, 'jest.config.cjs'))
  .filter(existsSync);

/**
 * The specs of several projects in one run with one summary.
 *
 * @param {(file: string) => import('jest').Config} configOf from the file of a project
 * @returns {import('jest').Config}
 */
exports.jestWorkspace = (configOf) => ({
  projects: projectConfigs.map(configOf),
  passWithNoTests: true,
  testTimeout: TEST_TIMEOUT_MS,
  // A suite waits for processes and databases too, so two share one core well.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  workerIdleMemoryLimit: '500MB',
});
