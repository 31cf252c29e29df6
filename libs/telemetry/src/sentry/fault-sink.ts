import type { ActiveTrace } from '../tracing/active-trace';

/** One fault of ours, as it is reported. */
export interface Fault {
  readonly cause: unknown;
  readonly method: string;
  /** The tool, resource or prompt that failed. */
  readonly feature?: string;
  /** What the client was given, and the log line has. */
  readonly reference?: string;
  /** Under which the log has all lines of the request. */
  readonly requestId?: string;
  /** In which it happened, where there is tracing. */
  readonly trace?: Pick<ActiveTrace, 'traceId'> & Partial<Pick<ActiveTrace, 'spanId'>>;
}

/** Where faults are reported to. An implementation returns at once and never throws. */
export interface FaultSink {
  report(fault: Fault): void;
  /** Waits for what is on its way, for two seconds at most; it takes faults after that too. */
  flush(): Promise<void>;
  /** The same, for the last time. */
  close(): Promise<void>;
}
