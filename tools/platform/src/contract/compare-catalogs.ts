import { isDeepStrictEqual } from 'node:util';
import type { Catalog, Catalogs, PromptContract, ResourceContract, ToolContract } from './catalog';
import { type Difference, whyNoSubset } from './schema-subset';

/** One change of what clients were promised. */
export interface Change {
  /** Whether a client that worked with the old promise may not work with the new one. */
  readonly isBreaking: boolean;
  /** Such as `tool find_invoice`; with its server, where that is not the main one. */
  readonly where: string;
  readonly what: string;
}

type Found = Omit<Change, 'where'>;
type Described = Pick<ToolContract, 'title' | 'description' | 'scopes' | 'anyScope'>;

/** What hints mean where a tool does not say (2026-07-28, ToolAnnotations). */
const HINTS = {
  readOnlyHint: { usual: false, safe: true },
  destructiveHint: { usual: true, safe: false },
  idempotentHint: { usual: false, safe: true },
  openWorldHint: { usual: true, safe: false },
} as const;

/** All changes from one promise to another, those that break clients first. */
export function compareCatalogs(before: Catalogs, after: Catalogs): Change[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const changes = names.flatMap((name) =>
    changesOf(name === 'main' ? '' : `${name}/`, before[name] ?? NONE, after[name] ?? NONE),
  );
  return changes.sort((a, b) => Number(b.isBreaking) - Number(a.isBreaking));
}

const NONE: Catalog = { tools: {}, resources: {}, prompts: {} };

function changesOf(server: string, before: Catalog, after: Catalog): Change[] {
  return [
    ...eachOf(`tool ${server}`, before.tools, after.tools, toolChanges),
    ...eachOf(`resource ${server}`, before.resources, after.resources, resourceChanges),
    ...eachOf(`prompt ${server}`, before.prompts, after.prompts, promptChanges),
  ];
}

function eachOf<T extends Described>(
  kind: string,
  before: Readonly<Record<string, T>>,
  after: Readonly<Record<string, T>>,
  compare: (one: T, other: T) => Found[],
): Change[] {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  return [
    ...removed.map((name) => ({ where: `${kind}${name}`, ...breaking('removed') })),
    ...Object.entries(after).flatMap(([name, other]) => {
      const where = `${kind}${name}`;
      const one = Object.hasOwn(before, name) ? before[name] : undefined;
      if (one === undefined) return [{ where, ...harmless('added') }];
      return [...commonChanges(one, other), ...compare(one, other)].map((found) => ({
        where,
        ...found,
      }));
    }),
  ];
}

function commonChanges(before: Described, after: Described): Found[] {
  const more = after.scopes.filter((scope) => !before.scopes.includes(scope));
  const fewer = before.scopes.filter((scope) => !after.scopes.includes(scope));
  const ways = before.anyScope.filter((scope) => !after.anyScope.includes(scope));
  const newWays = after.anyScope.filter((scope) => !before.anyScope.includes(scope));
  // Where none was needed, the first alternative closes the door; and the last one opens it.
  const closes = before.anyScope.length === 0 && after.anyScope.length > 0;
  const opens = before.anyScope.length > 0 && after.anyScope.length === 0;
  return [
    ...more.map((scope) => breaking(`needs the scope ${scope}`)),
    ...fewer.map((scope) => harmless(`needs the scope ${scope} no more`)),
    ...(closes ? [breaking(`needs one of the scopes ${after.anyScope.join(', ')}`)] : []),
    ...(opens ? [harmless('needs none of several scopes any more')] : []),
    ...(opens ? [] : ways.map((scope) => breaking(`the scope ${scope} is not enough any more`))),
    ...(closes ? [] : newWays.map((scope) => harmless(`the scope ${scope} is enough`))),
    ...(['title', 'description'] as const)
      .filter((name) => before[name] !== after[name])
      .map((name) => harmless(`another ${name}`)),
  ];
}

function toolChanges(before: ToolContract, after: ToolContract): Found[] {
  return [
    ...schemaChanges('input', whyNoSubset(before.inputSchema, after.inputSchema), [
      before.inputSchema,
      after.inputSchema,
    ]),
    ...outputChanges(before.outputSchema, after.outputSchema),
    ...hintChanges(before.annotations, after.annotations),
    ...taskChanges(before.task, after.task),
  ];
}

/** What was returned may be less, or more exactly said; new fields are ignored by who knows the old. */
function outputChanges(
  before: ToolContract['outputSchema'],
  after: ToolContract['outputSchema'],
): Found[] {
  if (before === undefined) return after === undefined ? [] : [harmless('has an output schema')];
  if (after === undefined) return [breaking('has no output schema any more')];
  return schemaChanges('output', whyNoSubset(after, before, { ignoreNewFields: true }), [
    before,
    after,
  ]);
}

function schemaChanges(
  side: 'input' | 'output',
  differences: readonly Difference[],
  [before, after]: readonly [unknown, unknown],
): Found[] {
  if (differences.length > 0) {
    return differences.map(({ path, sub, sup }) => {
      const [was, is] = side === 'input' ? [sub, sup] : [sup, sub];
      return breaking(`${side}${path}: ${is}, was ${was}`);
    });
  }
  return isDeepStrictEqual(before, after) ? [] : [harmless(`another ${side} schema, which fits`)];
}

function hintChanges(
  before: ToolContract['annotations'] = {},
  after: ToolContract['annotations'] = {},
): Found[] {
  const { title: oldTitle } = before;
  const flipped = Object.entries(HINTS).flatMap(([name, { usual, safe }]) => {
    const [was, is] = [before[name] ?? usual, after[name] ?? usual];
    if (was === is) return [];
    const what = `${name} is ${JSON.stringify(is)}, was ${JSON.stringify(was)}`;
    return [is === safe ? harmless(what) : breaking(what)];
  });
  return oldTitle === after['title'] ? flipped : [...flipped, harmless('another title in hints')];
}

function taskChanges(before: ToolContract['task'], after: ToolContract['task']): Found[] {
  if (before === after) return [];
  if (after === 'required') return [breaking('needs a client with tasks')];
  return [harmless(after === undefined ? 'its calls are no tasks' : 'its calls may be tasks')];
}

function resourceChanges(before: ResourceContract, after: ResourceContract): Found[] {
  if (before.mimeType === after.mimeType) return [];
  const [was, is] = [before.mimeType ?? 'none', after.mimeType ?? 'none'];
  return [breaking(`its MIME type is ${is}, was ${was}`)];
}

function promptChanges(before: PromptContract, after: PromptContract): Found[] {
  const [was, is] = [before.arguments, after.arguments];
  const removed = Object.keys(was).filter((name) => !Object.hasOwn(is, name));
  return [
    ...removed.map((name) => breaking(`argument ${name}: removed`)),
    ...Object.entries(is).flatMap(([name, required]) => {
      if (!Object.hasOwn(was, name)) {
        return [
          required ? breaking(`argument ${name}: required`) : harmless(`argument ${name}: added`),
        ];
      }
      if (was[name] === required) return [];
      return [
        required ? breaking(`argument ${name}: required`) : harmless(`argument ${name}: optional`),
      ];
    }),
  ];
}

function breaking(what: string): Found {
  return { isBreaking: true, what };
}

function harmless(what: string): Found {
  return { isBreaking: false, what };
}
