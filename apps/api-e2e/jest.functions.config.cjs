const { jestProject } = require('../../jest.factory.cjs');

/** Local runs of the built functions: `nx e2e serverless`. */
module.exports = {
  ...jestProject(__dirname),
  displayName: 'serverless-e2e',
  testMatch: ['<rootDir>/src/functions/**/*.e2e.ts'],
  globalSetup: '<rootDir>/src/functions/runtimes.setup.ts',
};
