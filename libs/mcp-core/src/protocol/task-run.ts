import type { Params } from './json-rpc';
import type { Outcome } from './protocol.error';

/** Who let a call run that needs it, and what they said. */
export interface Approval {
  /** The subject of their token, or their client. */
  readonly by: string;
  readonly at: Date;
  readonly reason?: string | undefined;
}

/** One run of a call that nobody waits for: what its method finds, and what came of it. */
export interface TaskRun {
  /** Of the task: a UUID, the same however often it runs. */
  readonly id: string;
  /** Milliseconds that this run may take. */
  readonly timeoutMs: number;
  /** What the client answered so far, by the keys of the questions. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What the last `checkpoint` of an earlier run kept; undefined where there was none. */
  readonly checkpoint: unknown;
  /** Where the tool needs one, and somebody gave it. */
  readonly approval?: Approval | undefined;
  /** @throws {Error} it could not be kept, or another process runs this task now */
  saveCheckpoint(value: unknown): Promise<void>;
  /** What the method asked for and the client has not answered. The engine sets it. */
  asked?: Readonly<Record<string, { readonly method: string; readonly params: Params }>>;
  /** How the run ended. The engine sets it. */
  outcome?: Outcome;
}
