/** So many in each window of time. */
export interface Limit {
  readonly requests: number;
  readonly windowMs: number;
}

/** Milliseconds until one more may pass; 0 when it may pass now. */
export type Wait = number;
