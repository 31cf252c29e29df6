import { createRequire } from 'node:module';

/** The files of Swagger UI that the page needs, by their types. */
const TYPES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/** @returns undefined for any other file */
export function swaggerUiFile(name: string): { path: string; type: string } | undefined {
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  if (type === undefined) return undefined;
  // It comes with @nestjs/swagger, and need not stand beside it.
  const { resolve } = createRequire(require.resolve('@nestjs/swagger'));
  return { path: resolve(`swagger-ui-dist/${name}`), type };
}
