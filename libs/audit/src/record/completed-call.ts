import type { Client, Outcome } from '@repo/mcp-core';
import type { Kind } from './audit-record';

/**
 * A call that has ended or never began, as it is known when its answer leaves. What is expensive of
 * its record is made when the answers of this turn of the event loop have left.
 */
export interface CompletedCall {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly kind: Kind;
  /** Of the catalog, or what was asked for in vain. */
  readonly name: string;
  readonly input: unknown;
  readonly requestId: string | number;
  readonly traceId: string | null;
  readonly client: Pick<Client, 'era' | 'info' | 'auth' | 'address'>;
  readonly outcome: Outcome;
  /** Of the refusal, or the task. */
  readonly detail?: string | undefined;
  readonly durationMs: number;
  /** Encoded; empty for an error. */
  readonly result: string;
  /** Refusals that it stands for; 1 where it is not said. */
  readonly count?: number;
}
