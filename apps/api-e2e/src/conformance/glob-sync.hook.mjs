// `node --import` of this file lets the conformance suite start on Node 20, whose `fs` has no
// `globSync`: the suite imports it by name and so fails to link, though a server run never calls it.
import fs from 'node:fs';
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

const shim = `data:text/javascript,${encodeURIComponent(`
  export * from 'node:fs';
  export { default } from 'node:fs';
  export function globSync() {
    throw new Error('fs.globSync needs Node 22.');
  }
`)}`;

// Node loads this file a second time, as hooks, in a thread of its own.
if (isMainThread && !('globSync' in fs)) register(import.meta.url);

/** Gives packages that import `fs` the shim; the shim itself asks for `node:fs`. */
export function resolve(specifier, context, nextResolve) {
  if (specifier === 'fs') return { url: shim, format: 'module', shortCircuit: true };
  return nextResolve(specifier, context);
}
