import { join } from 'node:path';
import ts from 'typescript';
import { type Manifest, nameOf } from './manifest';

const packageOfGroup: Readonly<Record<string, string>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

const file = join(__dirname, 'manifests-as-literals.mts');

/**
 * The fields that no manifest of its kind has, the wrong types, and what is missing, found by the
 * compiler: each manifest becomes a literal of its type. One run takes seconds, however many.
 *
 * @returns the faults of each manifest, in their order
 */
export function typeFaults(manifests: readonly Manifest[]): string[][] {
  const lines = manifests.map(literalOf);
  const program = compile(lines.join('\n'));
  const faults = manifests.map((): string[] => []);
  const source = program.getSourceFile(file)!;
  for (const { start, messageText } of program.getSemanticDiagnostics(source)) {
    const { line } = source.getLineAndCharacterOfPosition(start ?? 0);
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    faults[line]?.push(`${nameOf(manifests[line]!)}: ${message}`);
  }
  return faults;
}

/** On one line, so that the line of a fault is the number of its manifest. */
function literalOf(manifest: Manifest, index: number): string {
  const { apiVersion, kind } = manifest;
  const [group = ''] = apiVersion.split('/');
  const module = `${packageOfGroup[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
  const type = `import('${module}').I${kind}`;
  return `export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`;
}

function compile(text: string): ts.Program {
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
  // On the disk are the types; the literals are in memory alone.
  const disk = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || disk.fileExists(name);
  host.getSourceFile = (name, version) =>
    name === file
      ? ts.createSourceFile(name, text, version, true)
      : disk.getSourceFile(name, version);
  return ts.createProgram([file], options, host);
}
