import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';

const ROOT = join(__dirname, '../../..');
const GUIDES = ['build', 'run', 'operate'].map((name) => join(ROOT, 'docs', name));
const DOCUMENTS = [
  join(ROOT, 'README.md'),
  ...GUIDES.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  ),
];

/** The TypeScript of a document, by file name: the one that the text before it gives, or a number. */
function examplesOf(document: string): Map<string, string> {
  const text = readFileSync(document, 'utf8');
  const examples = new Map<string, string>();
  for (const { 1: code, index } of text.matchAll(/```ts\n(.*?)```/gs)) {
    const named = /`([\w./-]+\.ts)`:\s*$/.exec(text.slice(0, index))?.[1];
    examples.set(basename(named ?? `example-${examples.size}.ts`), code ?? '');
  }
  return examples;
}

/** The examples of each document in a folder of its own, which is nowhere but in the compiler. */
const folderOf = (document: string) => join(__dirname, `examples of ${basename(document)}`);

/** One program for all documents: what takes the time is to read the libraries that they import. */
function compile(): { program: ts.Program; files: readonly string[] } {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, __dirname);
  const host = ts.createCompilerHost(options);
  const sources = new Map(
    DOCUMENTS.flatMap((document) =>
      [...examplesOf(document)].map(([name, code]) => [join(folderOf(document), name), code]),
    ),
  );
  const folders = new Set(DOCUMENTS.map(folderOf));
  const { readFile, fileExists, directoryExists } = host;
  host.readFile = (file) => sources.get(file) ?? readFile(file);
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.directoryExists = (folder) => folders.has(folder) || directoryExists?.(folder) === true;
  const files = [...sources.keys()];
  const program = ts.createProgram({
    rootNames: files,
    options: { ...options, noEmit: true, composite: false, incremental: false, rootDir: ROOT },
    host,
  });
  return { program, files };
}

/** What the compiler says of a document's examples. */
function faultsOf(document: string, { program, files }: ReturnType<typeof compile>): string[] {
  const own = files.filter((file) => dirname(file) === folderOf(document));
  return own.flatMap((file) => {
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
  let compiled: ReturnType<typeof compile>;
  beforeAll(() => {
    compiled = compile();
  });

  it.each(DOCUMENTS.map((document) => [basename(document), document]))(
    'compile: %s',
    (_name, document) => {
      expect(faultsOf(document, compiled)).toEqual([]);
    },
  );

  it('are found', () => {
    const found = DOCUMENTS.flatMap((document) => [...examplesOf(document).keys()]);
    expect(found.length).toBeGreaterThan(4);
  });
});
