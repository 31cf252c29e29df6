import { cursorField, encodeCursor } from '@repo/database';
import {
  defineTool,
  ToolError,
  type Feature,
  type ProvidedFeature,
  type ToolContext,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Approvals } from './approvals';
import { approvalSchema, approvalView, type ApprovalView } from './approval-view';
import { decisionOrder, saysWhy } from './decision-order';
import { DecisionError } from './decision.error';

/** Of a page. */
const LIMIT = 50;

const listRequest = z.object({
  cursor: cursorField(/^[0-9a-f-]{36}$/)
    .optional()
    .describe('`next` of the page before.'),
});
const orderRequest = decisionOrder.extend({ taskId: z.string().max(128) });

/** Tools for those who decide on the calls of others. */
@Injectable()
export class ApprovalTools {
  constructor(private readonly approvals: Approvals) {}

  /**
   * @param declared all features
   * @returns none where no tool waits for a decision
   */
  of(declared: readonly Feature[]): ProvidedFeature[] {
    const scopes = declared.flatMap((one) =>
      one.kind === 'tool' && one.approval !== undefined ? [one.approval.scope] : [],
    );
    const anyScope = [...new Set(scopes)].sort();
    return anyScope.length === 0 ? [] : [this.list(anyScope), this.decide(anyScope)];
  }

  private list(anyScope: string[]): ProvidedFeature {
    return defineTool(
      {
        name: 'list_approvals',
        title: 'What waits for your decision',
        description:
          'Lists the calls of others that wait for your approval, the oldest first: what is to be decided, who asked for it, with which arguments, and until when.',
        input: listRequest,
        output: z.object({ items: z.array(approvalSchema), next: z.string().nullable() }),
        anyScope,
        annotations: { readOnlyHint: true, openWorldHint: false },
      },
      async ({ cursor }, { auth }) => {
        const found = auth ? await this.approvals.waiting(auth, LIMIT + 1, cursor) : [];
        const shown = found.slice(0, LIMIT);
        const last = shown.at(-1);
        const isMore = found.length > LIMIT && last !== undefined;
        const next = isMore ? encodeCursor({ at: last.createdAt.getTime(), id: last.id }) : null;
        return { items: shown.map((task) => approvalView(task, auth)), next };
      },
    );
  }

  private decide(anyScope: string[]): ProvidedFeature {
    return defineTool(
      {
        name: 'decide_approval',
        title: 'Approve or deny a call',
        description:
          'Approves or denies a call of somebody else that waits. Ask the person who uses you before: the decision is theirs, and it is final.',
        input: orderRequest,
        output: approvalSchema,
        anyScope,
        annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: false },
      },
      (order, context) => this.decided(order, context),
    );
  }

  private async decided(
    { taskId, ...order }: z.output<typeof orderRequest>,
    { auth, client }: ToolContext,
  ): Promise<ApprovalView> {
    if (auth === undefined) throw new ToolError('Nobody decides who is not known.');
    if (!saysWhy(order)) throw new ToolError('reason: say why it is denied.');
    try {
      return approvalView(await this.approvals.decide(taskId, order, { ...client, auth }), auth);
    } catch (error) {
      if (error instanceof DecisionError) throw new ToolError(error.message, { cause: error });
      throw error;
    }
  }
}
