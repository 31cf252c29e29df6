/*
 * Loaded before a spawned TypeScript file. `import('./file.js')`, as TypeScript wants it written, is
 * compiled to a `require` of that very file, of which only the source, `file.ts`, is there.
 */
const Module = require('node:module');

const resolve = Module._resolveFilename;

Module._resolveFilename = function (request, ...rest) {
  const isRelative = /^\.{1,2}\/.+\.js$/.test(request);
  try {
    return resolve.call(this, request, ...rest);
  } catch (error) {
    if (!isRelative) throw error;
    return resolve.call(this, request.slice(0, -'.js'.length), ...rest);
  }
};
