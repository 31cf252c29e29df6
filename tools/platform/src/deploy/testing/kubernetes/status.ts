import type { WireAnswer } from '../wire-server';

/** A field that somebody else owns. */
export interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

/** A failure as the API tells it. */
export const status = (code: number, message: string, more: object = {}): WireAnswer => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message, ...more },
});

/** How an apply is refused that would take fields of others. */
export function conflictStatus(conflicts: readonly FieldConflict[]): WireAnswer {
  const causes = conflicts.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}" using apps/v1`,
    field,
  }));
  const [first] = conflicts;
  const message = `Apply failed with 1 conflict: conflict with "${first!.manager}": ${first!.field}`;
  return status(409, message, { reason: 'Conflict', details: { causes } });
}
