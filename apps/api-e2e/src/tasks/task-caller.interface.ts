import type { Arguments } from '../clients/client.interface';

/** A client that is able to take tasks. */
export interface TaskCaller {
  /** Calls a tool as a task, and follows it to its end. */
  call(name: string, args?: Arguments): Promise<TaskEnd>;
  /** @returns the id of the task */
  start(name: string, args?: Arguments): Promise<string>;
  /** Waits for the end of a task that was started before, by whichever connection. */
  wait(taskId: string): Promise<TaskEnd>;
  cancel(taskId: string): Promise<void>;
  /** Its connection is lost. */
  disconnect(): Promise<void>;
  close(): Promise<void>;
}

/** How a task ended, as its client saw it. */
export interface TaskEnd {
  readonly status: string;
  /** Of the result, where there is one. */
  readonly text?: string;
}
