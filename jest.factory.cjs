const { basename, join } = require('node:path');

/**
 * The Jest configuration of one project: specs beside the code in `src`, TypeScript compiled by swc
 * with the decorator settings of the build (`.swcrc`).
 *
 * @param {string} rootDir the project's folder
 * @returns {import('jest').Config}
 */
exports.jestProject = (rootDir) => ({
  displayName: basename(rootDir),
  rootDir,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: {
    // Resolves @acme/* to TypeScript source, so that no library is built before a test.
    customExportConditions: ['@acme/source', 'node', 'node-addons'],
  },
  transform: { '\\.ts$': ['@swc/jest', { configFile: join(__dirname, '.swcrc') }] },
});
