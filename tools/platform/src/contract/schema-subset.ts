import { isDeepStrictEqual } from 'node:util';
import {
  ANNOTATIONS,
  alternatives,
  bare,
  hasReferences,
  type JsonSchema,
  propertiesOf,
  requiredOf,
  resolved,
  restOf,
  schemaOf,
  typeOfValue,
  typesOf,
  valuesOf,
} from './schema-parts';

/** Why some value that one schema takes is none for another. */
export interface Difference {
  /** Where in the value: `/lines/[]/price`. */
  readonly path: string;
  /** What `sub` says of it, in words, and what `sup` does. */
  readonly sub: string;
  readonly sup: string;
}

interface Sides {
  /** What each side resolves its `$ref` in. */
  readonly subRoot: JsonSchema;
  readonly supRoot: JsonSchema;
  /** Whether fields that `sup` does not name are no difference, as whoever reads ignores them. */
  readonly ignoreNewFields: boolean;
  /** Pairs that are being compared: a schema may contain itself. */
  readonly open: Set<string>;
}

/** Handled one by one below; all others have to be the same on both sides. */
const COMPARED = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'],
  ...['properties', 'required', 'additionalProperties', 'items', 'prefixItems'],
]);

/** Bounds: the larger one takes less, or the smaller one. */
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];

/**
 * Why not every value that `sub` takes is taken by `sup`; nothing where that is so. What cannot be
 * decided counts as a difference, so that nothing is called harmless that may be none.
 *
 * @param ignoreNewFields whether fields that `sup` does not name are no difference
 */
export function whyNoSubset(
  sub: unknown,
  sup: unknown,
  { ignoreNewFields = false } = {},
): Difference[] {
  const sides = {
    subRoot: schemaOf(sub),
    supRoot: schemaOf(sup),
    ignoreNewFields,
    open: new Set<string>(),
  };
  return compare(sides.subRoot, sides.supRoot, '', sides);
}

function compare(given: JsonSchema, wanted: JsonSchema, path: string, sides: Sides): Difference[] {
  const sub = resolved(given, sides.subRoot);
  const sup = resolved(wanted, sides.supRoot);
  if (isDeepStrictEqual(bare(sub), bare(sup)) && !hasReferences(sub) && !hasReferences(sup))
    return [];
  const pair = JSON.stringify([sub, sup]);
  if (sides.open.has(pair)) return [];
  sides.open.add(pair);
  try {
    return branches(sub, sup, path, sides) ?? keywords(sub, sup, path, sides);
  } finally {
    sides.open.delete(pair);
  }
}

/** Where a side is of alternatives: each of `sub` has to fit, and some of `sup`. */
function branches(
  sub: JsonSchema,
  sup: JsonSchema,
  path: string,
  sides: Sides,
): Difference[] | undefined {
  const ofSub = alternatives(sub);
  if (ofSub !== undefined) return ofSub.flatMap((one) => compare(one, sup, path, sides));
  const ofSup = alternatives(sup);
  if (ofSup !== undefined) {
    const found = ofSup.map((one) => compare(sub, one, path, sides));
    if (found.some((differences) => differences.length === 0)) return [];
    return found.length === 1 ? found[0] : [{ path, sub: 'fits', sup: 'fits no alternative' }];
  }
  const { allOf, ...rest } = sup;
  if (!Array.isArray(allOf)) return undefined;
  const all: unknown[] = [rest, ...(allOf as unknown[])];
  return all.flatMap((one) => compare(sub, schemaOf(one), path, sides));
}

function keywords(sub: JsonSchema, sup: JsonSchema, path: string, sides: Sides): Difference[] {
  return [
    ...types(sub, sup, path),
    ...values(sub, sup, path),
    ...bounds(sub, sup, path),
    ...fields(sub, sup, path, sides),
    ...elements(sub, sup, path, sides),
    ...others(sub, sup, path),
  ];
}

function types(sub: JsonSchema, sup: JsonSchema, path: string): Difference[] {
  const wanted = typesOf(sup);
  if (wanted === undefined) return [];
  const given = typesOf(sub) ?? valuesOf(sub)?.map(typeOfValue);
  const takes = (type: string) =>
    wanted.includes(type) || (type === 'integer' && wanted.includes('number'));
  const lost = given?.filter((type) => !takes(type));
  if (lost?.length === 0) return [];
  return [{ path, sub: `type ${lost?.join(' or ') ?? 'any'}`, sup: `type ${wanted.join(' or ')}` }];
}

function values(sub: JsonSchema, sup: JsonSchema, path: string): Difference[] {
  const [given, wanted] = [valuesOf(sub), valuesOf(sup)];
  if (wanted === undefined) return [];
  const isTaken = (value: unknown) => wanted.some((one) => isDeepStrictEqual(one, value));
  if (given?.every(isTaken) === true) return [];
  return [{ path, sub: listed(given), sup: listed(wanted) }];
}

/** So many values are told, of many. */
const MAX_LISTED = 10;

function listed(all: readonly unknown[] | undefined): string {
  if (all === undefined) return 'any value';
  const shown = all.slice(0, MAX_LISTED).map((value) => JSON.stringify(value));
  return `one of ${shown.join(', ')}${all.length > MAX_LISTED ? ', …' : ''}`;
}

function bounds(sub: JsonSchema, sup: JsonSchema, path: string): Difference[] {
  const told = (keyword: string) => ({
    path,
    sub: said(sub, keyword),
    sup: said(sup, keyword),
  });
  const numberOf = (schema: JsonSchema, keyword: string) =>
    typeof schema[keyword] === 'number' ? schema[keyword] : undefined;
  const lower = LOWER.filter((keyword) => {
    const [given = -Infinity, wanted = -Infinity] = [
      numberOf(sub, keyword),
      numberOf(sup, keyword),
    ];
    return wanted > given;
  });
  const upper = UPPER.filter((keyword) => {
    const [given = Infinity, wanted = Infinity] = [numberOf(sub, keyword), numberOf(sup, keyword)];
    return wanted < given;
  });
  return [...lower, ...upper].map(told);
}

function fields(sub: JsonSchema, sup: JsonSchema, path: string, sides: Sides): Difference[] {
  const [given, wanted] = [propertiesOf(sub), propertiesOf(sup)];
  const [needs, has] = [requiredOf(sup), requiredOf(sub)];
  const missing = needs.filter((name) => !has.includes(name));
  const rest = restOf(sup);
  const inside = Object.entries(given).flatMap(([name, schema]) => {
    const taken = wanted[name];
    if (taken !== undefined) return compare(schema, taken, `${path}/${name}`, sides);
    if (sides.ignoreNewFields || rest === true) return [];
    if (rest === false) return [{ path: `${path}/${name}`, sub: 'a field', sup: 'no such field' }];
    return compare(schema, rest, `${path}/${name}`, sides);
  });
  return [
    ...missing.map((name) => ({
      path: `${path}/${name}`,
      sub: 'optional',
      sup: 'required',
    })),
    ...inside,
    ...openness(sub, sup, path, sides),
  ];
}

/** What is taken beside the named fields. */
function openness(sub: JsonSchema, sup: JsonSchema, path: string, sides: Sides): Difference[] {
  const [given, wanted] = [restOf(sub), restOf(sup)];
  if (wanted === true || given === false || sides.ignoreNewFields) return [];
  const isOfObjects = typesOf(sub)?.includes('object') ?? true;
  if (!isOfObjects) return [];
  if (wanted === false || given === true)
    return [{ path, sub: 'further fields', sup: 'no further fields' }];
  return compare(given, wanted, `${path}/{}`, sides);
}

function elements(sub: JsonSchema, sup: JsonSchema, path: string, sides: Sides): Difference[] {
  const isOfArrays = typesOf(sub)?.includes('array') ?? true;
  if (!isOfArrays) return [];
  const tuple = sup['prefixItems'] ?? sub['prefixItems'];
  if (tuple !== undefined && !isDeepStrictEqual(sub['prefixItems'], sup['prefixItems'])) {
    return [{ path, sub: said(sub, 'prefixItems'), sup: said(sup, 'prefixItems') }];
  }
  const wanted = sup['items'];
  if (wanted === undefined || wanted === true) return [];
  return compare(schemaOf(sub['items'] ?? true), schemaOf(wanted), `${path}/[]`, sides);
}

/** Of a pattern, a format and all that is not known here, only the same is surely no difference. */
function others(sub: JsonSchema, sup: JsonSchema, path: string): Difference[] {
  return Object.keys(sup)
    .filter((keyword) => !ANNOTATIONS.has(keyword) && !COMPARED.has(keyword))
    .filter((keyword) => ![...LOWER, ...UPPER].includes(keyword) && !keyword.startsWith('x-'))
    .filter((keyword) => !isDeepStrictEqual(sub[keyword], sup[keyword]))
    .map((keyword) => ({ path, sub: said(sub, keyword), sup: said(sup, keyword) }));
}

function said(schema: JsonSchema, keyword: string): string {
  return keyword in schema ? `${keyword} ${JSON.stringify(schema[keyword])}` : `no ${keyword}`;
}
