import type { Caller } from '@repo/auth';
import { cursorField, encodeCursor } from '@repo/database';
import { ClientAddress } from '@repo/mcp-edge';
import { Approvals, approvalSchema, approvalView, decisionOrder, saysWhy } from '@repo/tasks';
import {
  Body,
  ForbiddenException,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { parseBody } from '../scaling/parse-body';
import { mapDecisionErrors } from './decision-errors';

/** Beside the scope of the tool. */
const scope = 'approvals:decide';
const UNKNOWN = 'There is no such task that waits for a decision of yours.';

const page = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Of a page.'),
  cursor: cursorField(/^[0-9a-f-]{36}$/)
    .optional()
    .describe('`next` of the page before.'),
});
const order = decisionOrder.refine(saysWhy, {
  path: ['reason'],
  message: 'say why it is denied',
});

/** The calls that wait for another person, as that person sees and decides on them. */
@AdminController('admin/approvals', 'approvals')
export class ApprovalsController {
  constructor(
    private readonly approvals: Approvals,
    private readonly addresses: ClientAddress,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the calls that wait for your decision, the oldest first.',
    description: 'Those of the tools whose `approval` names a scope that you have.',
    query: page,
    answers: { 200: z.object({ items: z.array(approvalSchema), next: z.string().nullable() }) },
    problems: { 400: INVALID },
  })
  async list(@Query() query: unknown, @Req() { caller }: FastifyRequest) {
    const { limit, cursor } = parseBody(page, query);
    const known = whoDecides(caller);
    const found = await mapDecisionErrors(this.approvals.waiting(known, limit + 1, cursor));
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    const isMore = found.length > limit && last !== undefined;
    const next = isMore ? encodeCursor({ at: last.createdAt.getTime(), id: last.id }) : null;
    return { items: shown.map((task) => approvalView(task, known)), next };
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Shows a call that waits or waited for a decision.',
    answers: { 200: approvalSchema },
    problems: { 404: UNKNOWN },
  })
  async show(@Param('id') id: string, @Req() { caller }: FastifyRequest) {
    const known = whoDecides(caller);
    return approvalView(await mapDecisionErrors(this.approvals.one(id, known)), known);
  }

  @Post(':id/decision')
  @HttpCode(200)
  @AdminRoute({
    scope,
    summary: 'Approves or denies a call of somebody else. It is final.',
    description: 'The hash says what you saw: a decision on anything else does not count.',
    body: order,
    answers: { 200: approvalSchema },
    problems: {
      400: INVALID,
      403: 'The caller lacks a scope, or had asked for it themselves.',
      404: UNKNOWN,
      409: 'The hash is another one, or it was decided already, or its time is over.',
    },
  })
  async decide(@Param('id') id: string, @Body() body: unknown, @Req() request: FastifyRequest) {
    const auth = whoDecides(request.caller);
    const address = this.addresses.of(request.raw);
    const decision = this.approvals.decide(id, parseBody(order, body), {
      ...{ era: 'modern', address, auth },
    });
    return approvalView(await mapDecisionErrors(decision), auth);
  }
}

/** @throws {ForbiddenException} in development: whoever sits at this machine, and shows no token */
function whoDecides(caller: Caller | undefined): Caller {
  if (caller !== undefined) return caller;
  throw new ForbiddenException('Nobody decides who is not known: send a token or an API key.');
}
