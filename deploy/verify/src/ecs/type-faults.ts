import { join } from 'node:path';
import ts from 'typescript';

const file = join(__dirname, '../../../../tools/platform/src/task-definition-as-literal.ts');
const input = `import('@aws-sdk/client-ecs').RegisterTaskDefinitionCommandInput`;

/** The fields that ECS does not know and the wrong types, found by the compiler. */
export function typeFaults(definition: unknown): string[] {
  const text = `export const definition: ${input} = ${JSON.stringify(definition)};`;
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    types: [],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const host = ts.createCompilerHost(options);
  // On the disk are the types; the literal is in memory alone.
  const disk = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || disk.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, text, version) : disk.getSourceFile(name, version);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
