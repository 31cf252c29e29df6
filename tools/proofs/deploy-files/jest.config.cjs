const { jestProject } = require('../../../jest.factory.cjs');

const project = jestProject(__dirname, { database: true });

module.exports = {
  ...project,
  displayName: 'deploy',
  // The pipelines wait for their deploys more than they work.
  maxWorkers: 2,
  // An ES module only.
  moduleNameMapper: {
    '^@actions/expressions$': '<rootDir>/node_modules/@actions/expressions/dist/index.js',
  },
  transform: {
    ...project.transform,
    '/node_modules/@actions/expressions/.+\\.js$': [
      '@swc/jest',
      { swcrc: false, jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!@nestjs/|@actions/)'],
};
