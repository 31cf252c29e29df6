const { jestWorkspace } = require('./jest.factory.cjs');

/**
 * `npm run e2e`: what proves the platform rather than a change to it. Outages, several processes,
 * load and simulated years (`*.e2e.ts`), beside the code that they are about.
 */
module.exports = jestWorkspace((file) => ({
  ...require(file),
  testMatch: ['<rootDir>/src/**/*.e2e.ts'],
}));
