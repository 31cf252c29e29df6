const { join } = require('node:path');
const { jestProject } = require('../../jest.factory.cjs');

const project = jestProject(__dirname);
// An ES module that the queue board's Fastify plugin requires, which Node can and Jest cannot.
const esModule = '/node_modules/content-disposition/dist/index\\.js$';
const transform = join(__dirname, '../../libs/scaling/es-module-transform.cjs');

module.exports = {
  ...project,
  testMatch: ['<rootDir>/{src,bench}/**/*.spec.ts'],
  transform: { ...project.transform, [esModule]: transform },
  transformIgnorePatterns: [`^(?!.*${esModule}).*/node_modules/`],
};
