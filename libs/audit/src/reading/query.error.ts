/** What is wrong with one parameter. */
export interface QueryFault {
  readonly field: string;
  readonly detail: string;
}

/** Parameters that make no sense, all of them. Its message is public. */
export class QueryError extends Error {
  override readonly name = 'QueryError';

  constructor(readonly faults: readonly QueryFault[]) {
    super(faults.map(({ field, detail }) => `${quoted(field)}: ${detail}`).join('; '));
  }
}

/** A parameter's name comes from the client as well. */
function quoted(field: string): string {
  return /^\w{1,40}$/.test(field) ? field : JSON.stringify(field.slice(0, 40));
}
