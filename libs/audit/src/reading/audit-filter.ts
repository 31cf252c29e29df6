import type { Era, Outcome } from '@repo/mcp-core';
import type { Kind } from '../record/audit-record';

/** Which records are meant: those that fit all that is given. Texts fit when they are the same. */
export interface AuditFilter {
  /** Calls that came at this time or later, in milliseconds since 1970. */
  readonly from?: number;
  /** Calls that came before this time. */
  readonly to?: number;
  /** Empty for anonymous callers. */
  readonly principal?: string;
  readonly client?: string;
  /** Empty for `API_KEY` and anonymous callers. */
  readonly issuer?: string;
  readonly address?: string;
  readonly name?: string;
  readonly kind?: Kind;
  readonly outcome?: Outcome;
  readonly detail?: string;
  readonly era?: Era;
  readonly traceId?: string;
}
