/** What is wrong with one field of a body, or one parameter of a query. */
export interface FieldFault {
  readonly field: string;
  readonly detail: string;
}

/** What Zod says of a value. */
interface Issue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[] | undefined;
}

/** As many as a person mends at once. */
const MAX_FAULTS = 20;
/** Characters. */
const MAX_FIELD = 100;

/**
 * What makes no sense, by field. The first twenty: a body may have thousands of unknown fields, and
 * whoever sent it gets them back.
 *
 * @param issues of Zod's `safeParse`
 */
export function fieldFaults(issues: readonly Issue[]): FieldFault[] {
  return issues.slice(0, MAX_FAULTS).flatMap(faultsOf).slice(0, MAX_FAULTS);
}

function faultsOf({ code, path, message, keys = [] }: Issue): FieldFault[] {
  if (code !== 'unrecognized_keys') {
    return [{ field: path.join('.').slice(0, MAX_FIELD) || 'body', detail: message }];
  }
  const unknown = keys.slice(0, MAX_FAULTS);
  return unknown.map((key) => ({ field: key.slice(0, MAX_FIELD), detail: 'is no field here' }));
}
