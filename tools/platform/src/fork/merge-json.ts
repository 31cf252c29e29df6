type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

const same = (a: Json, b: Json) => JSON.stringify(a) === JSON.stringify(b);
const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both sides have changed one value, each in another way. */
class JsonConflict extends Error {}

/**
 * Merges three versions of a value key by key: what one side alone has changed is taken, lists are
 * merged as sets.
 *
 * @throws {JsonConflict} with the path of what both have changed
 */
export function mergeJson(base: Json, ours: Json, theirs: Json, path = ''): Json {
  if (same(base, ours) || same(ours, theirs)) return theirs;
  if (same(base, theirs)) return ours;
  if (isObject(ours) && isObject(theirs)) {
    return mergeObjects(isObject(base) ? base : {}, ours, theirs, path);
  }
  if (Array.isArray(ours) && Array.isArray(theirs)) {
    return mergeLists(Array.isArray(base) ? base : [], ours, theirs);
  }
  throw new JsonConflict(`both have changed ${path.slice(1)}`);
}

function mergeObjects(base: JsonObject, ours: JsonObject, theirs: JsonObject, path: string): Json {
  const keys = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  const merged = [...keys].flatMap((key) => {
    const value = mergeJson(base[key], ours[key], theirs[key], `${path}.${key}`);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(merged);
}

function mergeLists(base: Json[], ours: Json[], theirs: Json[]): Json[] {
  const has = (list: Json[], value: Json) => list.some((one) => same(one, value));
  const left = theirs.filter((value) => has(ours, value) || !has(base, value));
  const added = ours.filter((value) => !has(base, value) && !has(theirs, value));
  return [...left, ...added];
}
