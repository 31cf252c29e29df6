import type { FieldFault } from '@repo/foundation';

/** An order that cannot be followed. Its message is public. */
export class OrderError extends Error {
  override readonly name = 'OrderError';

  /**
   * @param code `UNKNOWN`: there is no such target or override; `INVALID`: the order makes no sense;
   *   `IMPOSSIBLE`: it does, but not for this target as it is
   */
  constructor(
    readonly code: 'UNKNOWN' | 'INVALID' | 'IMPOSSIBLE',
    readonly faults: readonly FieldFault[],
  ) {
    super(faults.map(({ field, detail }) => `${field}: ${detail}`).join('; '));
  }
}
