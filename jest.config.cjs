const { jestWorkspace } = require('./jest.factory.cjs');

/**
 * `npm test`: the specs of every project. What proves the platform under outage and load runs by
 * `npm run e2e`, the black-box tests of built apps by `nx e2e api-e2e`, of replicas by `nx e2e proofs`.
 */
module.exports = jestWorkspace((file) => require(file));
