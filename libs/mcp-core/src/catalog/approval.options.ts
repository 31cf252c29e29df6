import { inspect } from 'node:util';
import type { ToolApproval } from '../features/feature';
import type { Schema, Validated } from '../features/schema';
import { accessOf } from './access';
import { CatalogError } from './catalog.error';

/** As a method, so that options of one tool are options of any. */
interface Reasons<I extends Schema | undefined> {
  of(input: I extends Schema ? Validated<I> : Record<string, never>): string;
}

/** Whose decision each call of a tool waits for. */
export interface ApprovalOptions<I extends Schema | undefined = Schema> {
  /** What somebody needs to decide, other than the caller: `payments:approve`, for example. */
  scope: string;
  /** What is to be decided, for the person who does; by the arguments, where it is a function. */
  reason: string | Reasons<I>['of'];
  /** Milliseconds for which a call waits; overrides `APPROVAL_TTL`. */
  expiresMs?: number;
}

/** @throws {CatalogError} it is malformed */
export function approvalOf(
  options: ApprovalOptions<Schema | undefined> | undefined,
  where: string,
): ToolApproval | undefined {
  if (options === undefined) return undefined;
  const { scope, reason, expiresMs } = options;
  accessOf({ scopes: [scope] }, where);
  if (expiresMs !== undefined && !(Number.isSafeInteger(expiresMs) && expiresMs >= 1)) {
    throw new CatalogError(
      where,
      `approval.expiresMs is ${inspect(expiresMs)}`,
      'Write a whole number, 1 at least.',
    );
  }
  if (typeof reason !== 'function' && (typeof reason !== 'string' || reason === '')) {
    throw new CatalogError(
      where,
      `approval.reason is ${inspect(reason)}`,
      'Write what is to be decided, or a function of the arguments that returns it.',
    );
  }
  return {
    scope,
    expiresMs,
    reasonFor: (input) => (typeof reason === 'string' ? reason : reason(input)),
  };
}
