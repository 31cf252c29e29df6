const { jestProject } = require('../../jest.factory.cjs');

module.exports = {
  ...jestProject(__dirname),
  // They need a built host: `nx e2e proofs`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/src/replicas/'],
};
