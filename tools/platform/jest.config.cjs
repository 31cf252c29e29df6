const { jestProject } = require('../../jest.factory.cjs');

const project = jestProject(__dirname);
const esModule = '/node_modules/@kubernetes/client-node/dist/index\\.js$';

module.exports = {
  ...project,
  // The client of Kubernetes is an ES module only, as in libs/scaling.
  transform: {
    [esModule]: require.resolve('../../libs/scaling/es-module-transform.cjs'),
    ...project.transform,
  },
};
