/*
 * The generators of generators.json, each loaded when it is asked for. Nx would compile them by
 * itself, and tell at each run that tsconfig.base.json names no files.
 */
require('@swc-node/register');
const { generators } = require('../../generators.json');

for (const name of Object.keys(generators)) {
  const get = () => require(`./${name}/${name}`).default;
  Object.defineProperty(module.exports, name, { enumerable: true, get });
}
