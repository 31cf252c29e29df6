/** Required before a program: TypeORM's entry, which is loaded beside the start, is not there. */
const Module = require('node:module');

const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  if (request === 'typeorm') throw new Error("Cannot find package 'typeorm'");
  return resolve.call(this, request, ...rest);
};
