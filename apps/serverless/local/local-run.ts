/** A function that answers on a port. */
export interface LocalRun {
  /** Of the server, without a path. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface LocalOptions {
  /** Of `main.js`. */
  readonly folder: string;
  /** 0 takes any free one. */
  readonly port: number;
}
