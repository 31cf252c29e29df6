import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { barsTable, holds, printBars, type Bar } from '../api-benchmark/report/bar';
import { writeSections } from '../api-benchmark/report/document';
import { runProgram } from '../api-benchmark/run-program';
import { WorkspaceCopy } from './workspace-copy';

const OPERATIONS = 600;
const DOCUMENTS = join(workspaceRoot, 'libs/openapi/documents');
const PAGE = join(workspaceRoot, 'docs/build/generators.md');
const ASSET = 'libs/mcp-features/assets/many.openapi.json';

interface Document {
  readonly paths: Record<string, Record<string, object>>;
  readonly components: Record<string, object>;
}

/**
 * Generates the tools of a document of 600 operations, real ones many times over, and writes what it
 * took into docs/build/generators.md: `npx nx many-operations proofs`.
 */
async function main(): Promise<void> {
  const copy = await WorkspaceCopy.make();
  try {
    writeFileSync(join(copy.root, 'many.json'), JSON.stringify(manyOperations()));
    const begin = performance.now();
    const output = await copy.run('npx nx g platform:openapi many.json --name many');
    const seconds = (performance.now() - begin) / 1_000;
    const count = Number(/^(\d{1,5}) operations of/m.exec(output)?.[1]);
    const megabytes = statSync(join(copy.root, ASSET)).size / 1e6;
    const bars: Bar[] = [
      { what: 'operations', figure: count, limit: { atLeast: OPERATIONS }, unit: '' },
      {
        what: 'the command, the start of Nx included',
        figure: seconds,
        limit: { atMost: 10 },
        unit: 's',
      },
      { what: 'what is kept of the document', figure: megabytes, limit: { atMost: 2 }, unit: 'MB' },
    ];
    printBars(bars);
    await writeSections({ 'many-operations': barsTable(bars) }, PAGE);
    if (!bars.every(holds)) process.exitCode = 1;
  } finally {
    await copy.remove();
  }
}

/** The documents of the repository, each operation under many paths, in one document. */
function manyOperations(): object {
  const documents = readdirSync(DOCUMENTS)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(DOCUMENTS, file), 'utf8')) as Document);
  const paths: Document['paths'] = {};
  let count = 0;
  for (let round = 0; count < OPERATIONS; round += 1) {
    for (const [path, item] of documents.flatMap((document) => Object.entries(document.paths))) {
      const entries = Object.entries(item).map(([method, value]) => {
        if (method === 'parameters') return [method, value];
        count += 1;
        return [method, { ...value, operationId: `operation_${count}` }];
      });
      paths[`/${round}${path}`] = Object.fromEntries(entries) as Record<string, object>;
    }
  }
  const components: Document['components'] = {};
  for (const document of documents) {
    for (const [kind, named] of Object.entries(document.components)) {
      components[kind] = { ...components[kind], ...named };
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Many operations', version: '1' },
    servers: [{ url: 'https://api.example.com' }],
    ...{ paths, components },
  };
}

runProgram(main);
