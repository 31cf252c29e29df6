import type { Era, Outcome } from '@repo/mcp-core';

/**
 * `unknown`: refused before anybody read what it was to be. `credential`: no call, but what happened
 * to somebody's credential for another service. `task`: what was done with one that a call became.
 * `approval`: what somebody decided on one that waited for it.
 */
export const KINDS = [
  'tool',
  'resource',
  'prompt',
  'unknown',
  'credential',
  'task',
  'approval',
] as const;
export type Kind = (typeof KINDS)[number];

export const ERAS = ['modern', 'legacy'] as const satisfies readonly Era[];

/** The words of `Outcome`, for who checks a filter. */
export const OUTCOMES = Object.keys({
  ok: true,
  input_required: true,
  tool_error: true,
  invalid_input: true,
  refused: true,
  rate_limited: true,
  timeout: true,
  cancelled: true,
  failed: true,
} satisfies Record<Outcome, true>) as [Outcome, ...Outcome[]];

/** One call that somebody made, or that was refused. All its texts are fit to be stored. */
export interface AuditRecord {
  /** A UUID of version 7, made here: writing a record twice stores it once. */
  readonly id: string;
  /** When the call came, in milliseconds since 1970 (UTC). */
  readonly at: number;
  readonly kind: Kind;
  /** The catalog's name of the feature, or what the client asked for in vain. */
  readonly name: string;
  /** The JSON-RPC id: of the client's choice, so unique for that client at most. */
  readonly requestId: string;
  /** W3C Trace Context; 32 hexadecimal digits. */
  readonly traceId: string | null;
  /** The token's subject, else its client; empty for an anonymous caller. */
  readonly principal: string;
  /** The OAuth client, or the API key; empty for an anonymous caller. */
  readonly clientId: string;
  /** Who vouches for them: the token's `iss`; empty for `API_KEY`, which nobody issued, and for anonymous callers. */
  readonly issuer: string;
  /** Where the request came from, as limits count it: an IPv4 address or the /64 of an IPv6 one; empty on stdio. */
  readonly address: string;
  /** What the client's software says of itself; never verified. */
  readonly software: string;
  readonly era: Era;
  readonly outcome: Outcome;
  /**
   * Why it was turned away, where that is told to nobody else: `hidden`, `scopes`, `policy` …; else
   * the task that it became, ran or changed: `task <id>`.
   */
  readonly detail: string | null;
  readonly durationMs: number;
  /** Of the arguments as JSON. */
  readonly bytesIn: number;
  /** Of the result as JSON, or of the error's message. */
  readonly bytesOut: number;
  /** JSON text, as `AUDIT_ARGUMENTS` wants it; null for none. */
  readonly arguments: string | null;
  /** 1; or how many more refusals of one minute, of the same caller or address and reason, it stands for. */
  readonly count: number;
}
