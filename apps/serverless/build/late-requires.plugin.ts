import 'reflect-metadata';
import type { Plugin } from 'esbuild';
import { commonJsOf, COMPILED, exportsOf, fileOf, homeOf } from './barrels';

/** Those that this workspace imports from. */
const BARRELS = /^(?:@nestjs\/(?:common|core)|nestjs-pino|rxjs)$/;

/** `const x_1 = require("./x");` */
const REQUIRE = /^(?:const|var) (\w+) = require\("([^"]+)"\);$/gm;

/** Only a log without pino formats dates, and to make such an object takes a start milliseconds. */
const DATE_FORMAT = /^const (\w+) = (new Intl\.DateTimeFormat\([^;]*\));$/gm;

/**
 * Has modules evaluated when something of them is first used, not when a module is that might use it,
 * and leaves out what nobody uses: a start then evaluates a part of Nest and RxJS instead of all.
 */
export const lateRequires: Plugin = {
  name: 'late-requires',
  setup(build) {
    build.onLoad({ filter: COMPILED, namespace: 'file' }, ({ path }) => ({
      contents: withReflect(withLateFormats(withLateRequires(commonJsOf(path), path))),
    }));
    build.onResolve({ filter: BARRELS }, ({ path, kind, importer }) =>
      kind === 'import-statement'
        ? { path: fileOf(path, importer), namespace: 'barrel', sideEffects: false }
        : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'barrel' }, ({ path }) => ({
      contents: exportsOf(path)
        .map((name) => `export { ${name} } from ${JSON.stringify(homeOf(name, path))};`)
        .join('\n'),
      resolveDir: '/',
    }));
    build.onResolve({ filter: /./, namespace: 'barrel' }, ({ path }) => ({
      path,
      sideEffects: false,
    }));
    // Resolved by esbuild itself, a file would count as the ES module that it was.
    build.onResolve({ filter: /^(?:[./]|@nestjs\/)/ }, ({ path, importer }) => {
      const file = fileOf(path, importer);
      return file === undefined ? undefined : { path: file };
    });
  },
};

/** Asks for a module where something of it is used, and for that in the file where it is made. */
function withLateRequires(source: string, path: string): string {
  return [...source.matchAll(REQUIRE)].reduce((text, [statement, name = '', from = '']) => {
    const use = new RegExp(`(?<![./"\\w])${name}\\b(?:\\.(\\w+))?`, 'g');
    const [, ...uses] = [...text.matchAll(use)];
    const isTaken = uses.some(([, property]) => property === undefined);
    if (from === 'tslib' || isTaken) return text;
    const file = fileOf(from, path);
    return text.replace(statement, '').replace(use, (_use, property: string) => {
      const home = file === undefined ? from : homeOf(property, file);
      return `(require(${JSON.stringify(home)})).${property}`;
    });
  }, source);
}

/** Nest's index loads the metadata API first of all, and nobody asks for the index here. */
function withReflect(source: string): string {
  return source.includes('Reflect.') ? `require('reflect-metadata');\n${source}` : source;
}

function withLateFormats(source: string): string {
  return source.replace(DATE_FORMAT, 'const $1 = { format: (date) => $2.format(date) };');
}
