import { quoteField } from '@repo/foundation';
/** What is wrong with one parameter. */
export interface QueryFault {
  readonly field: string;
  readonly detail: string;
}

/** Parameters that make no sense, all of them. Its message is public. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(readonly faults: readonly QueryFault[]) {
    super(faults.map(({ field, detail }) => `${quoteField(field)}: ${detail}`).join('; '));
  }
}
