import type { Client } from '@repo/mcp-core';
import { approvalOf, type ApprovalRow, type TaskApproval } from './task-approval';

/** `working` and `input_required` are open, the others final (SEP-2663, Task Status). */
type TaskStatus = 'working' | 'input_required' | 'completed' | 'failed' | 'cancelled';

type Json = Readonly<Record<string, unknown>>;

/** Whether it stays as it is. One that is dead may be run again, by a person. */
export function isOver({ status, dead }: Pick<Task, 'status' | 'dead'>): boolean {
  return status !== 'working' && status !== 'input_required' && !dead;
}

/** A task as it is kept. */
export interface Task {
  /** A random UUID. */
  readonly id: string;
  /** The name of the server that has the tool; empty for the main one. */
  readonly server: string;
  readonly tool: string;
  /** `principalOf` of its caller: who may see it. */
  readonly owner: string;
  /** Its caller, without the token. */
  readonly client: Client;
  /** Those of the call: `arguments`, and `_meta` with the trace that it belongs to. */
  readonly params: Json;
  /** What the client answered, by the keys of the questions. */
  readonly answers: Json;
  /** What the client has to answer, where it is `input_required`. */
  readonly questions?: Json;
  readonly checkpoint?: unknown;
  readonly status: TaskStatus;
  readonly statusMessage?: string;
  /** Of its last run; see `Outcome`. */
  readonly outcome?: string;
  /** Of `completed`: the result of the call. */
  readonly result?: Json;
  /** Of `failed`: the JSON-RPC error. */
  readonly error?: Json;
  /** Milliseconds that one run may take. */
  readonly timeoutMs: number;
  /** Runs that may fail of an unexpected error, or of the end of their process. */
  readonly tries: number;
  /** Those that did. */
  readonly attempt: number;
  /** Of its last job: earlier ones find nothing to do. */
  readonly seq: number;
  /** Whose decision it waits for, or waited for; undefined where its tool needs none. */
  readonly approval?: TaskApproval;
  /** Whether somebody wants it ended that runs. */
  readonly cancelled: boolean;
  /** Whether its tries are used up: a person may have it run again. */
  readonly dead: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** From when it is unknown. */
  readonly expiresAt: Date;
}

/** A task without what its status brings. */
export type ListedTask = Pick<
  Task,
  | 'id'
  | 'tool'
  | 'owner'
  | 'server'
  | 'status'
  | 'statusMessage'
  | 'outcome'
  | 'cancelled'
  | 'createdAt'
  | 'updatedAt'
  | 'expiresAt'
>;

/** The columns of `task` that `TaskStore` reads. */
export interface TaskRow extends ApprovalRow {
  id: string;
  server: string;
  tool: string;
  owner: string;
  client: string;
  params: string;
  answers: string;
  questions: string | null;
  checkpoint: string | null;
  status: TaskStatus;
  status_message: string | null;
  outcome: string | null;
  result: string | null;
  error: string | null;
  timeout_ms: number;
  tries: number;
  attempt: number;
  seq: number;
  cancelled: boolean;
  dead: boolean;
  created_at: Date;
  updated_at: Date;
  expires_at: Date;
}

export function taskOf(row: TaskRow): Task {
  const { tries, attempt, seq, dead } = row;
  return {
    ...listedTaskOf(row),
    ...{ tries, attempt, seq, dead },
    client: JSON.parse(row.client) as Client,
    params: JSON.parse(row.params) as Json,
    answers: JSON.parse(row.answers) as Json,
    questions: parsed(row.questions),
    checkpoint: parsed(row.checkpoint),
    result: parsed(row.result),
    error: parsed(row.error),
    approval: approvalOf(row),
    timeoutMs: row.timeout_ms,
  };
}

export function listedTaskOf(row: TaskRow): ListedTask {
  const { id, server, tool, owner, status, cancelled } = row;
  return {
    ...{ id, server, tool, owner, status, cancelled },
    statusMessage: row.status_message ?? undefined,
    outcome: row.outcome ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
  };
}

function parsed<T = Json>(json: string | null): T | undefined {
  return json === null ? undefined : (JSON.parse(json) as T);
}
