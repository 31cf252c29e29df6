import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../../..');
const GUIDES = join(ROOT, 'docs/guides');
const DOCUMENTS = [
  join(ROOT, 'README.md'),
  ...readdirSync(GUIDES).map((file) => join(GUIDES, file)),
];

/** The TypeScript of a document, by file name: the one that the text before it gives, or a number. */
function examplesOf(document: string): Map<string, string> {
  const text = readFileSync(document, 'utf8');
  const examples = new Map<string, string>();
  for (const { 1: code, index } of text.matchAll(/```ts\n(.*?)```/gs)) {
    const named = /`[\w./-]*?([\w.-]+\.ts)`:\s*$/.exec(text.slice(0, index))?.[1];
    examples.set(named ?? `example-${examples.size}.ts`, code ?? '');
  }
  return examples;
}

/** What the compiler says of files that stand nowhere but here. */
function faultsOf(examples: ReadonlyMap<string, string>): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, __dirname);
  const host = ts.createCompilerHost(options);
  const sources = new Map([...examples].map(([name, code]) => [join(__dirname, name), code]));
  const { readFile, fileExists } = host;
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  const program = ts.createProgram({
    rootNames: [...sources.keys()],
    options: { ...options, noEmit: true, composite: false, incremental: false, rootDir: ROOT },
    host,
  });
  return [...sources.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [
      ...program.getSyntacticDiagnostics(source),
      ...program.getSemanticDiagnostics(source),
    ].map(
      ({ messageText }) =>
        `${basename(file)}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`,
    );
  });
}

describe('the examples of the documents', () => {
  it.each(DOCUMENTS.map((document) => [basename(document), document]))(
    'compile: %s',
    (_name, document) => {
      expect(faultsOf(examplesOf(document))).toEqual([]);
    },
    30_000,
  );

  it('are found', () => {
    const found = DOCUMENTS.flatMap((document) => [...examplesOf(document).keys()]);
    expect(found).toContain('invoice.tools.ts');
    expect(found.length).toBeGreaterThan(4);
  });
});
