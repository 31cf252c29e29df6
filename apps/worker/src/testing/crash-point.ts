/** The effects of a change, in their order. Down: the size from before is kept; up: it is forgotten. */
const effects = {
  down: ['keep', 'intent', 'order', 'look', 'outcome'],
  up: ['intent', 'order', 'look', 'forget', 'outcome'],
} as const;

export type Effect = (typeof effects)['down' | 'up'][number];

/** Where a worker gets a signal: just before an effect of a change, or just after it. */
export interface CrashPoint {
  readonly effect: Effect;
  readonly when: 'before' | 'after';
  readonly signal: 'SIGTERM' | 'SIGKILL';
}

/** All of them for one direction. */
export function crashPoints(direction: 'down' | 'up'): readonly CrashPoint[] {
  return effects[direction].flatMap((effect) =>
    (['before', 'after'] as const).flatMap((when) =>
      (['SIGTERM', 'SIGKILL'] as const).map((signal) => ({ effect, when, signal })),
    ),
  );
}
