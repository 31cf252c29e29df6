import { everyFrame, keyOf, type Frame } from './cpu-profile';
import type { Origin, Origins } from './origin';

export interface FunctionTime extends Origin {
  readonly name: string;
  /** Microseconds of its own for each call that was served. */
  readonly micros: number;
}

/** What each function cost a call, most first. */
export function functionTimes(root: Frame, calls: number, origins: Origins): FunctionTime[] {
  const times = new Map<string, { frame: Frame; micros: number }>();
  for (const frame of everyFrame(root)) {
    const key = keyOf(frame.callFrame);
    const known = times.get(key) ?? { frame, micros: 0 };
    known.micros += frame.selfMicros;
    times.set(key, known);
  }
  return [...times.values()]
    .map(({ frame: { callFrame }, micros }) => ({
      name: callFrame.functionName || '(anonymous)',
      ...origins.of(callFrame),
      micros: micros / calls,
    }))
    .sort((a, b) => b.micros - a.micros);
}

/** What the functions of each group cost a call together, most first. */
export function groupTimes(functions: readonly FunctionTime[]): Map<string, number> {
  const groups = new Map<string, number>();
  for (const { group, micros } of functions) groups.set(group, (groups.get(group) ?? 0) + micros);
  return new Map([...groups].sort(([, a], [, b]) => b - a));
}
