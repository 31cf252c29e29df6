const { jestProject } = require('../../jest.factory.cjs');

/** Several replicas of the built host of `api-e2e`, and the built api and worker: `nx e2e proofs`. */
module.exports = {
  ...jestProject(__dirname, { database: true }),
  displayName: 'replicas',
  testMatch: [
    '<rootDir>/src/{replicas,dear-requests,tasks,tracing}/**/*.spec.ts',
    '<rootDir>/src/observability/scrape.spec.ts',
  ],
};
