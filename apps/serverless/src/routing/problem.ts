import { STATUS_CODES } from 'node:http';
import type { TextReply } from '@repo/mcp-core';

/** What an HTTP client is told of an error outside MCP (RFC 9457). */
export function problem(
  status: number,
  more: { readonly detail?: string; readonly reference?: string } = {},
  headers: Readonly<Record<string, string>> = {},
): TextReply {
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...headers,
    },
    body: JSON.stringify({ title: STATUS_CODES[status] ?? 'Error', status, ...more }),
  };
}
