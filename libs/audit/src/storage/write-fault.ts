/** What kept a statement from storing its rows. */
export type WriteFault = 'no partition' | 'there already' | 'unstorable' | 'away';

/**
 * Classes of SQLSTATE that are the fault of a row: data exceptions, broken constraints, limits of the
 * program. With any other the same row may be stored later: the server restarts, is full, lacks the
 * table before a migration.
 */
const OF_A_ROW = /^(?:22|23|54)/;

export function writeFaultOf(error: unknown): WriteFault {
  const { code = '', message = '' } = error as { code?: unknown; message?: string };
  const state = String(code);
  if (state === '23505') return 'there already';
  // PostgreSQL has no code of its own for it.
  if (state === '23514' && message.startsWith('no partition of relation')) return 'no partition';
  return state.length === 5 && OF_A_ROW.test(state) ? 'unstorable' : 'away';
}
