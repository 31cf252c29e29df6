import { STATUS_CODES } from 'node:http';
import type { TextReply } from '@repo/mcp-core';

export const PROBLEM_JSON = 'application/problem+json';

/**
 * What an HTTP client is told of an error outside MCP (RFC 9457). No `type`: the status says it all,
 * which is what `about:blank` stands for.
 */
export interface Problem {
  readonly title: string;
  readonly status: number;
  /** For people; never a stack, a path of ours or a secret. */
  readonly detail?: string;
  /** Finds the log line of a fault. */
  readonly reference?: string;
  /** What a failed readiness probe found, by the indicator's name. */
  readonly checks?: unknown;
  /** Which fields or parameters make no sense, and why (RFC 9457, section 3.2). */
  readonly errors?: unknown;
}

export function problem(status: number, more: Omit<Problem, 'title' | 'status'> = {}): Problem {
  return { title: STATUS_CODES[status] ?? 'Error', status, ...more };
}

/** A problem as a whole reply. */
export function problemReply(
  status: number,
  more: Parameters<typeof problem>[1] = {},
  headers: Readonly<Record<string, string>> = {},
): TextReply {
  return {
    status,
    headers: { 'content-type': PROBLEM_JSON, 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(problem(status, more)),
  };
}
