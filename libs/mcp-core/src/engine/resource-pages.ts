import { isObject } from '@repo/foundation';
import type { Catalog } from '../catalog/catalog';
import type { ListedResource, ResourceFeature, ResourceLister } from '../features/feature';
import type { McpRequest } from '../protocol/mcp-request';
import { InvalidParamsError, ResultTooLargeError } from '../protocol/protocol.error';
import { Deadline } from './deadline';
import type { Lists } from './lists';
import { readPosition, writePosition, type Position } from './resource-position';
import type { ResultEncoder } from './result-encoder';
import { isListed, type FeatureVisibility } from './visibility';

export interface ResourcePageParts {
  readonly catalog: Catalog;
  readonly lists: Lists;
  readonly encoder: ResultEncoder;
  readonly visibility: FeatureVisibility;
  readonly listPageSize: number;
  /** Milliseconds that all callbacks of a page may take together. */
  readonly timeoutMs: number;
  /** Bytes of a page. */
  readonly maxResultBytes: number;
}

/** What a caller sees is no other's business: nothing of it is kept, here or on the way. */
const FOR_THE_CALLER = { ttlMs: 0, scope: 'private' } as const;

/**
 * A page of `resources/list` where templates have lists of their own: the fixed resources first, then
 * what `@ResourceList` methods return for this caller. Each of them is called once a page at most.
 *
 * @throws {InvalidParamsError} the cursor is not one of this list
 * @throws {TimeoutError | ResultTooLargeError}
 */
export async function resourcePage(parts: ResourcePageParts, request: McpRequest): Promise<string> {
  const { encoder, catalog, timeoutMs, maxResultBytes } = parts;
  const start = readPosition(request.params['cursor']);
  if (start === undefined || start.list > catalog.listers.length) {
    throw new InvalidParamsError('Unknown cursor. Start again without one.');
  }
  const deadline = new Deadline(request.channel.cancellation, timeoutMs);
  const body = await deadline.bound(pageFrom(start, parts, request));
  const json = encoder.encode(request.client.era, body, FOR_THE_CALLER);
  const bytes = Buffer.byteLength(json);
  if (bytes > maxResultBytes)
    throw new ResultTooLargeError('resources/list', bytes, maxResultBytes);
  return json;
}

async function pageFrom(
  start: Position,
  { catalog: { listers }, lists, visibility, listPageSize }: ResourcePageParts,
  request: McpRequest,
): Promise<object> {
  const { client } = request;
  const resources: object[] = [];
  let next = start;
  if (start.list === 0) {
    const { entries } = await lists.resources.for(client);
    const from = Number(start.from ?? 0);
    const end = from + listPageSize;
    resources.push(...entries.slice(from, end));
    next = end < entries.length ? { list: 0, from: end } : { list: 1 };
  }
  while (next.list > 0 && next.list <= listers.length && resources.length < listPageSize) {
    const { list } = next;
    const { resource, lister, where } = listers[list - 1]!;
    const { from } = next;
    next = { list: list + 1 };
    if (!(await isListed(visibility, resource, client.auth))) continue;
    const limit = listPageSize - resources.length;
    const page = await pageOf(lister, { from, limit }, request, where);
    resources.push(...page.entries.map((entry) => toEntry(entry, resource, where)));
    if (page.from === undefined) continue;
    next = { list, from: page.from };
    break;
  }
  const isDone = next.list > listers.length;
  return { resources, nextCursor: isDone ? undefined : writePosition(next) };
}

async function pageOf(
  lister: ResourceLister,
  { from, limit }: { from: Position['from']; limit: number },
  { client, channel: { cancellation } }: McpRequest,
  where: string,
): Promise<{ entries: readonly ListedResource[]; from?: Position['from'] }> {
  const cursor = typeof from === 'string' ? from : undefined;
  const page = await lister({ cursor, limit }, { auth: client.auth, signal: cancellation.signal });
  if (Array.isArray(page)) {
    const start = typeof from === 'number' ? from : 0;
    const end = start + limit;
    return { entries: page.slice(start, end), from: end < page.length ? end : undefined };
  }
  const { resources, nextCursor } = page;
  if (resources.length > limit) {
    throw new Error(`${where} returned ${resources.length} resources, and at most ${limit} fit.`);
  }
  return { entries: resources, from: nextCursor };
}

/** @throws {Error} it is no entry, or of a resource that the template does not read */
function toEntry(entry: ListedResource, { template, mimeType }: ResourceFeature, where: string) {
  const isEntry =
    isObject(entry) && typeof entry.uri === 'string' && typeof entry.name === 'string';
  if (!isEntry) throw new Error(`${where} returned an entry without the strings "uri" and "name".`);
  if (template?.match(entry.uri) === undefined) {
    throw new Error(`${where} returned ${entry.uri}, which does not fit ${template?.text}.`);
  }
  const { uri, name, title, description, size, annotations, icons, meta: _meta } = entry;
  const type = entry.mimeType ?? mimeType;
  return { uri, name, title, description, mimeType: type, size, annotations, icons, _meta };
}
