/** One fault of ours, as it is reported. */
export interface Fault {
  readonly cause: unknown;
  readonly method: string;
  /** The tool, resource or prompt that failed. */
  readonly feature?: string;
  /** What the client was given, and the log line has. */
  readonly reference?: string;
}

/** Where faults are reported to. An implementation returns at once and never throws. */
export interface FaultSink {
  report(fault: Fault): void;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}
