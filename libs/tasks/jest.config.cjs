const { jestProject } = require('../../jest.factory.cjs');

module.exports = jestProject(__dirname, { database: true });
