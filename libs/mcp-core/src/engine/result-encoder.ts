import type { Implementation } from '@modelcontextprotocol/server';
import type { CacheHint } from '../features/feature';
import { META } from '../protocol/client';
import { isObject } from '@repo/foundation';
import type { Era } from '../protocol/revision';

/**
 * Encodes results as JSON, with the fields that each era requires. What is the same in every result
 * is encoded once.
 */
export class ResultEncoder {
  private readonly serverMeta: Record<string, unknown>;
  private readonly tail: string;

  constructor(serverInfo: Implementation) {
    this.serverMeta = { [META.serverInfo]: serverInfo };
    this.tail = `,"_meta":${JSON.stringify(this.serverMeta)}}`;
  }

  /** @param body the result; without a `resultType` it is complete */
  encode(era: Era, body: object, cache?: CacheHint): string {
    if (era === 'legacy') return JSON.stringify(body);

    const { _meta: meta, resultType } = body as Record<string, unknown>;
    const head = resultType === undefined ? COMPLETE : '{';
    const hint = cache === undefined ? '' : `,"ttlMs":${cache.ttlMs},"cacheScope":"${cache.scope}"`;
    if (!isObject(meta)) return join(head, JSON.stringify(body), hint + this.tail);

    const json = JSON.stringify({ ...body, _meta: { ...this.serverMeta, ...meta } });
    return join(head, json, `${hint}}`);
  }
}

const COMPLETE = '{"resultType":"complete"';

/** Puts the members of an encoded object between others; `head` opens the object, `tail` ends it. */
function join(head: string, json: string, tail: string): string {
  const members = json.slice(1, -1);
  if (members === '') return head === '{' ? `{${tail.slice(1)}` : head + tail;
  return head === '{' ? `{${members}${tail}` : `${head},${members}${tail}`;
}
