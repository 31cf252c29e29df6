const { jestProject } = require('../../jest.factory.cjs');

const project = jestProject(__dirname);
const esModule = '/node_modules/@kubernetes/client-node/dist/index\\.js$';

module.exports = {
  ...project,
  // They need a built host: `nx e2e proofs`.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/src/replicas/',
    '<rootDir>/src/dear-requests/',
    '<rootDir>/src/tasks/',
    '<rootDir>/src/tracing/',
    '<rootDir>/src/observability/scrape.spec.ts',
  ],
  // The client of Kubernetes is an ES module only, as in libs/scaling.
  transform: {
    [esModule]: require.resolve('../../libs/scaling/es-module-transform.cjs'),
    ...project.transform,
  },
};
