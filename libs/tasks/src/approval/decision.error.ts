/**
 * - `unknown`: no task of this id waits that the caller could decide on;
 * - `own`: nobody decides on what they asked for themselves;
 * - `changed`: the hash is not that of what waits;
 * - `decided`: somebody has decided already, or it has ended otherwise;
 * - `late`: its time is over.
 */
export type DecisionFault = 'unknown' | 'own' | 'changed' | 'decided' | 'late';

const TEXTS: Record<DecisionFault, string> = {
  unknown: 'There is no such task that waits for a decision of yours.',
  own: 'Nobody decides on what they asked for themselves: another person has to.',
  changed: 'This is not what waits: the arguments hash differs. Read the request again.',
  decided: 'This was decided already, or has ended.',
  late: 'The time to decide is over.',
};

/** Why a decision does not count. */
export class DecisionError extends Error {
  override readonly name = 'DecisionError';

  constructor(readonly code: DecisionFault) {
    super(TEXTS[code]);
  }
}
