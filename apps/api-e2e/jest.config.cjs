const { join } = require('node:path');
const { jestProject } = require('../../jest.factory.cjs');

const EXT_TASKS = join(__dirname, '../../node_modules/@modelcontextprotocol/ext-tasks');

module.exports = {
  ...jestProject(__dirname),
  // Published for `import` alone, which Jest does not look for.
  moduleNameMapper: { '^@modelcontextprotocol/ext-tasks/(\\w+)$': `${EXT_TASKS}/dist/$1/index.js` },
};
