import { join } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  types: [],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
};

/** A value and its type, such as `import('kubernetes-models/v1/Service').IService`. */
export type TypedValue = readonly [type: string, value: unknown];

/** What the compiler says of all the values, as `faultsOfEach` finds it. */
export function literalFaults(values: readonly TypedValue[], folder?: string): string[] {
  return faultsOfEach(values, folder).flat();
}

/**
 * What the compiler says of values as literals of their types: unknown fields, wrong types, what is
 * missing. One run for all, as each takes seconds.
 *
 * @param folder whose packages have the types
 * @returns the faults of each value, in their order
 */
export function faultsOfEach(values: readonly TypedValue[], folder = __dirname): string[][] {
  const text = values
    .map(([type, value], i) => `export const value${i}: ${type} = ${JSON.stringify(value)};`)
    .join('\n');
  const file = join(folder, 'values-as-literals.mts');
  const program = compile(file, text);
  const source = program.getSourceFile(file)!;
  const faults = values.map((): string[] => []);
  for (const { start = 0, messageText } of program.getSemanticDiagnostics(source)) {
    // Not by its line: to the compiler, a line separator within a text ends one.
    const index = source.statements.findIndex(({ end }) => start < end);
    faults[index]!.push(ts.flattenDiagnosticMessageText(messageText, ' '));
  }
  return faults;
}

/** On the disk are the types; the literals are in memory alone. */
function compile(file: string, text: string): ts.Program {
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || disk.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : disk.getSourceFile(name, version);
  return ts.createProgram([file], options, host);
}
