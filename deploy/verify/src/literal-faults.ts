import { join } from 'node:path';
import ts from 'typescript';

const file = join(__dirname, 'values-as-literals.mts');
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * What the compiler says of values as literals of their types: unknown fields, wrong types, what is
 * missing. One run for all, as each takes seconds.
 *
 * @param values each with its type, such as `import('kubernetes-models/v1/Service').IService`
 */
export function literalFaults(values: readonly (readonly [type: string, value: unknown])[]) {
  const text = values
    .map(([type, value], i) => `export const value${i}: ${type} = ${JSON.stringify(value)};`)
    .join('\n');
  const host = ts.createCompilerHost(options);
  // On the disk are the types; the literals are in memory alone.
  const disk = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || disk.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : disk.getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
