import { boundedCopy } from '@repo/audit/recording';
import { principalOf, type Client } from '@repo/mcp-core';
import { z } from 'zod';
import type { Task } from '../storage/task-row';
import { isSamePerson, nameOf } from './decider';

const time = z.iso.datetime();

/** What waits for a decision, as people see it who decide. */
export const approvalSchema = z.object({
  taskId: z.string(),
  server: z.string().describe('The name of the server that has the tool; empty for the main one.'),
  tool: z.string(),
  requestedBy: z.string().describe('The subject of who asked for it, or their client.'),
  reason: z.string().describe('What is to be decided.'),
  arguments: z
    .unknown()
    .describe('What the tool would be called with; secrets are masked, long texts are cut.'),
  argumentsHash: z
    .string()
    .describe('SHA-256 over server, tool and arguments: a decision has to name it.'),
  isOwn: z.boolean().describe('Whether you asked for it yourself, so that you cannot decide.'),
  createdAt: time,
  expiresAt: time.describe('Until when it can be decided.'),
  state: z.enum(['pending', 'approved', 'denied', 'expired']),
  decidedBy: z.string().nullable(),
  decidedAt: time.nullable(),
  decisionReason: z.string().nullable(),
});

export type ApprovalView = z.output<typeof approvalSchema>;

/** What others are told of it who may be anybody: with `isOwn` it is for one caller. */
export function approvalFacts(task: Task): Omit<ApprovalView, 'isOwn'> {
  const { id, server, tool, owner, params, createdAt, approval } = task;
  if (approval === undefined) throw new TypeError(`Task ${id} needs no approval.`);
  return {
    taskId: id,
    ...{ server, tool },
    requestedBy: nameOf(owner),
    reason: approval.reason,
    arguments: boundedCopy(params['arguments'] ?? {}, { hideSecrets: true }),
    argumentsHash: approval.argumentsHash,
    createdAt: createdAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
    state: approval.state,
    decidedBy: approval.decidedBy === undefined ? null : nameOf(approval.decidedBy),
    decidedAt: approval.decidedAt?.toISOString() ?? null,
    decisionReason: approval.decisionReason ?? null,
  };
}

export function approvalView(task: Task, auth: Client['auth']): ApprovalView {
  return { ...approvalFacts(task), isOwn: isSamePerson(task.owner, principalOf(auth)) };
}
