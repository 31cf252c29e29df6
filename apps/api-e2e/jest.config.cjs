const { jestProject } = require('../../jest.factory.cjs');

module.exports = {
  ...jestProject(__dirname),
  // Every spec starts processes, several at once where there are few cores.
  testTimeout: 30_000,
};
