const { join } = require('node:path');
const { jestProject } = require('../../jest.factory.cjs');

const project = jestProject(__dirname, { database: true });
const esModule = '/node_modules/@kubernetes/client-node/dist/index\\.js$';

module.exports = {
  ...project,
  transform: { ...project.transform, [esModule]: join(__dirname, 'es-module-transform.cjs') },
  transformIgnorePatterns: ['/node_modules/(?!@nestjs/|@kubernetes/client-node/dist/index\\.js$)'],
};
