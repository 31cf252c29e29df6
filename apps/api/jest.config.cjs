const { jestProject } = require('../../jest.factory.cjs');

module.exports = {
  ...jestProject(__dirname),
  testMatch: ['<rootDir>/{src,bench}/**/*.spec.ts'],
};
