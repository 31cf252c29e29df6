import type { Implementation } from '@modelcontextprotocol/server';
import { META } from '../protocol/client';
import { isObject } from '../protocol/json-rpc';
import type { Era } from '../protocol/revision';
import type { CacheHint } from '../catalog/feature.options';

/** Writes results as JSON, with what each era wants to find in them. */
export class ResultEncoder {
  private readonly serverMeta: Record<string, unknown>;
  private readonly modernTail: string;

  constructor(serverInfo: Implementation) {
    this.serverMeta = { [META.serverInfo]: serverInfo };
    this.modernTail = `"_meta":${JSON.stringify(this.serverMeta)}}`;
  }

  encode(era: Era, body: object, cache?: CacheHint): string {
    if (era === 'legacy') return JSON.stringify(body);

    const head: Record<string, unknown> = { resultType: 'complete', ...body };
    if (cache !== undefined) {
      head['ttlMs'] = cache.ttlMs;
      head['cacheScope'] = cache.scope;
    }
    const meta = head['_meta'];
    if (isObject(meta)) return JSON.stringify({ ...head, _meta: { ...this.serverMeta, ...meta } });
    // The server's own description never changes: it is written behind, not encoded again.
    head['_meta'] = undefined;
    const json = JSON.stringify(head);
    return `${json.slice(0, -1)},${this.modernTail}`;
  }
}
