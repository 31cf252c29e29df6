import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { programFile } from '../process/program-file';

/** Revisions whose schema the conformance suite has, in its order. */
const REVISIONS = ['2025-03-26', '2025-06-18', '2025-11-25', '2026-07-28'] as const;

export type Revision = (typeof REVISIONS)[number];

type Definition = Record<string, unknown>;

/** `schema.json` of a revision: the definitions by their names. */
export type Definitions = Record<string, Definition>;

interface PublishedSchema {
  $defs?: Definitions;
  definitions?: Definitions;
}

/** The suite's bundle holds them as neighbouring variables, before a table of them by revision. */
const IN_BUNDLE = /,([\w$]+=\{\$schema:.+?\});const [\w$]+=\{"2025-03-26":/s;

let published: ReadonlyMap<string, Definitions> | undefined;

export function isRevision(revision: unknown): revision is Revision {
  return REVISIONS.includes(revision as Revision);
}

/**
 * The schema that the specification publishes for a revision, from the conformance suite, which has
 * all of them and is pinned.
 *
 * @throws {Error} the suite is not installed, or holds its schemas in another form
 */
export function publishedSchema(revision: Revision): Definitions {
  published ??= readAll();
  return published.get(revision)!;
}

function readAll(): ReadonlyMap<string, Definitions> {
  const bundle = programFile('@modelcontextprotocol/conformance', 'dist/index.js');
  const [, assignments = ''] = IN_BUNDLE.exec(readFileSync(bundle, 'utf8')) ?? [];
  const variables: Record<string, PublishedSchema> = {};
  runInNewContext(assignments, variables);
  const schemas = Object.values(variables).map(({ $defs, definitions }) => $defs ?? definitions);
  if (schemas.length !== REVISIONS.length) {
    throw new Error(
      `${bundle} holds ${schemas.length} schemas where ${REVISIONS.length} were expected ` +
        `(${REVISIONS.join(', ')}): look how this version of the suite bundles them.`,
    );
  }
  return new Map(REVISIONS.map((revision, i) => [revision, mended(schemas[i]!)]));
}

/** Two revisions were published with integers for bounds that are numbers, which was mended later. */
function mended(definitions: Definitions): Definitions {
  const bounds = (definitions['NumberSchema']?.['properties'] ?? {}) as Definitions;
  for (const name of ['minimum', 'maximum', 'default']) {
    if (bounds[name]?.['type'] === 'integer') bounds[name]['type'] = 'number';
  }
  return definitions;
}
