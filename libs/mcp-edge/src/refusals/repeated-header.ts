import type { IncomingMessage } from 'node:http';
import { RefusedError, type TextReply } from '@repo/mcp-core';
import { problemReply } from './problem';

/**
 * The headers of which a request has one, or none, by their standards: RFC 9110, sections 5.3, 7.2
 * and 11.6.2, RFC 9112, section 3.2, RFC 6454, and those of MCP.
 */
const SINGLE =
  /^(host|authorization|dpop|content-(length|type|encoding)|transfer-encoding|origin|last-event-id|x-api-key|mcp-.*)$/i;

/**
 * The name of a header that may come once and came twice. Node takes the first of them or joins them,
 * and what stands before this server may take another: two readings of one request.
 *
 * @param message headers whose names are all different, as nearly always, cost no more than to count
 */
export function repeatedHeader({
  headers,
  rawHeaders,
}: Pick<IncomingMessage, 'headers' | 'rawHeaders'>): string | undefined {
  if (Object.keys(headers).length * 2 === rawHeaders.length) return undefined;
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (seen.has(name) && SINGLE.test(name)) return name;
    seen.add(name);
  }
  return undefined;
}

/** What stands in the audit trail then: it is how requests are smuggled past a proxy. */
export function repeatedHeaderError(name: string): RefusedError {
  return new RefusedError(`The header ${name} may come once.`, { status: 400 });
}

/** What is answered then (RFC 9112, section 3.2), closing the connection: it may hold more of that. */
export function repeatedHeaderReply(name: string): TextReply {
  const { status, message: detail } = repeatedHeaderError(name);
  return problemReply(status, { detail }, { connection: 'close' });
}
