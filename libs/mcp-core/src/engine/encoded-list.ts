import { PreEncodedJson } from '../protocol/pre-encoded-json';
import { InvalidParamsError } from '../protocol/protocol.error';
import type { Era } from '../protocol/revision';
import type { ResultEncoder } from './result-encoder';
import type { CacheHint } from '../features/feature';
import { legacyEntry } from '../features/object-root';

/** The key of the first page; clients never see it. */
const FIRST = '';

/**
 * One list of the catalog, split into pages and encoded once, so that a request costs the bytes that
 * it sends, however many entries there are.
 */
export class EncodedList {
  private readonly pages: ReadonlyMap<string, Record<Era, PreEncodedJson>>;

  /** @param key the result's field that holds the entries, `tools` for example */
  constructor(
    key: string,
    readonly entries: readonly object[],
    pageSize: number,
    cache: CacheHint,
    encoder: ResultEncoder,
  ) {
    const pages = new Map<string, Record<Era, PreEncodedJson>>();
    for (let start = 0; start === 0 || start < entries.length; start += pageSize) {
      const end = start + pageSize;
      const nextCursor = end < entries.length ? toCursor(end) : undefined;
      const shown = entries.slice(start, end);
      const modern = { [key]: shown, nextCursor };
      const legacy = { [key]: shown.map(legacyEntry), nextCursor };
      pages.set(start === 0 ? FIRST : toCursor(start), {
        modern: new PreEncodedJson(encoder.encode('modern', modern, cache)),
        legacy: new PreEncodedJson(encoder.encode('legacy', legacy)),
      });
    }
    this.pages = pages;
  }

  /** @throws {InvalidParamsError} the cursor is not one of this list */
  page(era: Era, cursor: unknown): PreEncodedJson {
    const key = cursor === undefined ? FIRST : cursor;
    const page = typeof key === 'string' && cursor !== FIRST ? this.pages.get(key) : undefined;
    if (page === undefined) {
      throw new InvalidParamsError('Unknown cursor. Start again without one.');
    }
    return page[era];
  }
}

/** Opaque for clients, the same on every replica of one build. */
function toCursor(start: number): string {
  return Buffer.from(`from:${start}`).toString('base64url');
}
