/** A number of replicas and the bounds between which the platform's own autoscaler may move it. */
export interface Size {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

/**
 * A size to reach. Without `desired` the number of replicas is the one that was there before, or
 * any from `min` to `max`.
 */
export interface Wanted {
  readonly min: number;
  readonly desired?: number | undefined;
  readonly max: number;
}

export function clamp(replicas: number, { min, max }: Wanted): number {
  return Math.min(Math.max(replicas, min), max);
}

/** `3 (2 to 10)`, or `3` where the bounds leave no room. */
export function sizeText({ min, desired, max }: Wanted): string {
  if (min === max) return String(min);
  return desired === undefined ? `${min} to ${max}` : `${desired} (${min} to ${max})`;
}

export function sameSize(left: Wanted | undefined, right: Wanted | undefined): boolean {
  return left?.min === right?.min && left?.max === right?.max && left?.desired === right?.desired;
}
