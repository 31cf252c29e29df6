import type { ArgumentPolicy } from '@repo/audit';
import { cursorField, encodeCursor, type Position } from '@repo/database';
import type { Task } from '@repo/tasks';
import { z } from 'zod';

const time = z.iso.datetime();
const STATUSES = ['working', 'input_required', 'completed', 'failed', 'cancelled'] as const;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_TEXT = 256;

/** What `GET /admin/tasks` is asked by. */
export const tasksQuery = z.strictObject({
  status: z.enum(STATUSES).optional().describe('How they are.'),
  tool: z.string().max(MAX_TEXT).optional().describe('The name of their tool.'),
  owner: z
    .string()
    .max(MAX_TEXT)
    .optional()
    .describe('The subject of their caller’s token, or its client; empty for anonymous callers.'),
  dead: z.stringbool().optional().describe('Whether their tries are used up.'),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Tasks of a page.'),
  cursor: cursorField(UUID).describe('`next` of the page before.').optional(),
});

export const taskIdParameter = z.string().regex(UUID);

export const taskSummary = z.object({
  id: z.uuid(),
  tool: z.string(),
  server: z.string().describe('The name of the server that has the tool; empty for the main one.'),
  client: z.string().describe('The OAuth client or API key; empty for anonymous callers.'),
  principal: z.string().describe("The token's subject, else its client."),
  status: z.enum(STATUSES),
  statusMessage: z.string().nullable().describe('What its method said last.'),
  outcome: z.string().nullable().describe('Of its last run, as in the audit trail.'),
  dead: z.boolean().describe('Whether its tries are used up: it can be retried.'),
  attempt: z.number().describe('Runs that failed.'),
  tries: z.number().describe('How many may.'),
  createdAt: time,
  updatedAt: time,
  expiresAt: time.describe('From when it is deleted.'),
});

export const taskPage = z.object({
  tasks: z.array(taskSummary),
  next: z.string().nullable().describe('The cursor of the next page.'),
});

export const taskDetail = taskSummary.extend({
  arguments: z.unknown().describe('By the policy of AUDIT_ARGUMENTS.'),
  asks: z.array(z.string()).describe('The keys of the questions that its client has to answer.'),
  error: z.unknown().describe('The JSON-RPC error of one that failed, else null.'),
  isCancelled: z.boolean().describe('Whether somebody wants it ended.'),
  traceId: z.string().nullable().describe('W3C Trace Context: of all its records and spans.'),
});

export function pageView(tasks: readonly Task[], next: Position | undefined) {
  return {
    tasks: tasks.map(summaryOf),
    next: next === undefined ? null : encodeCursor(next),
  } satisfies z.infer<typeof taskPage>;
}

/** Results are their callers', and not shown. */
export function detailView(task: Task, argumentsOf: ArgumentPolicy) {
  const { json } = argumentsOf(task.params['arguments']);
  const { traceparent } = (task.params['_meta'] ?? {}) as { traceparent?: string };
  return {
    ...summaryOf(task),
    arguments: json === null ? null : (JSON.parse(json) as unknown),
    asks: Object.keys(task.questions ?? {}),
    error: task.error ?? null,
    isCancelled: task.cancelled,
    traceId: traceparent?.split('-')[1] ?? null,
  } satisfies z.infer<typeof taskDetail>;
}

function summaryOf(task: Task): z.infer<typeof taskSummary> {
  const { id, tool, server, status, dead, attempt, tries, client } = task;
  const clientId = client.auth?.clientId ?? '';
  const subject = client.auth?.extra?.['subject'];
  return {
    ...{ id, tool, server, status, dead, attempt, tries, client: clientId },
    principal: typeof subject === 'string' ? subject : clientId,
    statusMessage: task.statusMessage ?? null,
    outcome: task.outcome ?? null,
    createdAt: task.createdAt.toISOString(),
    updatedAt: task.updatedAt.toISOString(),
    expiresAt: task.expiresAt.toISOString(),
  };
}
