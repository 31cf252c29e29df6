import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** Packages that TypeScript has compiled, and of which a function uses a small part. */
export const COMPILED =
  /node_modules[\\/](?:@nestjs[\\/](?:common|core)|nestjs-pino|rxjs[\\/]dist[\\/]cjs)[\\/].*\.js$/;

/** Those among them that are published as ES modules. */
const ES_MODULES = /node_modules[\\/]@nestjs[\\/]/;

/** By file: a barrel is read once for each name that is imported from it. */
const COMMON_JS = new Map<string, string>();

/** `tslib_1.__exportStar(require("./x"), exports);` */
const EXPORT_STAR = /^(?:tslib_1\.)?__exportStar\(require\("([^"]+)"\), exports\);$/gm;

/** `Object.defineProperty(exports, "X", { enumerable: true, get: function () { return x_1.X; } });` */
const REEXPORT =
  /^Object\.defineProperty\(exports, "(\w+)", \{ enumerable: true, get: function \(\) \{ return (\w+)\.(\w+); \} \}\);$/gm;

/** @returns undefined for a module of another package, or of one that is not installed */
export function fileOf(name: string, importer: string): string | undefined {
  if (isBuiltin(name)) return undefined;
  try {
    const file = createRequire(importer).resolve(name);
    return COMPILED.test(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** ES modules become what TypeScript would have compiled to CommonJS. */
export function commonJsOf(file: string): string {
  const source = readFileSync(file, 'utf8');
  if (!ES_MODULES.test(file)) return source;
  const known = COMMON_JS.get(file);
  if (known !== undefined) return known;
  // What is left of `import.meta` would make it an ES module to esbuild.
  const { outputText } = transpileModule(source.replaceAll('import.meta.url', '__filename'), {
    fileName: file,
    compilerOptions: {
      module: ModuleKind.CommonJS,
      target: ScriptTarget.ES2023,
      importHelpers: true,
      esModuleInterop: true,
    },
  });
  COMMON_JS.set(file, outputText);
  return outputText;
}

/** What a module exports, as it says itself. */
export function exportsOf(file: string): string[] {
  return Object.keys(createRequire(file)(file) as object);
}

/** The file that makes what a file exports, maybe only by passing it on. */
export function homeOf(name: string, file: string): string {
  const source = commonJsOf(file);
  for (const [, exported, module = '', original = ''] of source.matchAll(REEXPORT)) {
    if (exported !== name) continue;
    const [, from = ''] =
      new RegExp(`^(?:const|var) ${module} = require\\("([^"]+)"\\);$`, 'm').exec(source) ?? [];
    const next = fileOf(from, file);
    return next === undefined || original !== name ? file : homeOf(name, next);
  }
  for (const [, from = ''] of source.matchAll(EXPORT_STAR)) {
    const next = fileOf(from, file);
    if (next !== undefined && exportsOf(next).includes(name)) return homeOf(name, next);
  }
  return file;
}
