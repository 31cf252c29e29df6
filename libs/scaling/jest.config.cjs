const { join } = require('node:path');
const { jestProject } = require('../../jest.factory.cjs');

const project = jestProject(__dirname, { database: true });
const esModule = '/node_modules/@kubernetes/client-node/dist/index\\.js$';

module.exports = {
  ...project,
  // Before the others: the first that matches counts.
  transform: { [esModule]: join(__dirname, 'es-module-transform.cjs'), ...project.transform },
};
