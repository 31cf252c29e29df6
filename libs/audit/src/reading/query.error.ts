import { type FieldFault, quoteField } from '@repo/foundation';

/** Parameters that make no sense, all of them. Its message is public. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(readonly faults: readonly FieldFault[]) {
    super(faults.map(({ field, detail }) => `${quoteField(field)}: ${detail}`).join('; '));
  }
}
