const { jestProject } = require('../../jest.factory.cjs');

module.exports = { ...jestProject(__dirname), testTimeout: 60_000 };
