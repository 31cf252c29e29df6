import {
  actorOf,
  historyQuery,
  historySchema,
  overrideId,
  overrideOrder,
  overrideSchema,
  overrideView,
  pauseOrder,
  pauseSchema,
  pauseView,
  readHistory,
  readSavings,
  resumeOrder,
  savingsQuery,
  savingsSchema,
  ScalingOrders,
  ScalingStatus,
  ScalingStore,
  resumeSchema,
  statusSchema,
  targetName,
  wakeSchema,
  wakeView,
} from '@repo/scaling';
import { Body, Delete, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { mapOrderErrors, parseBody } from './parse-body';

const NO_STORE = ['cache-control', 'no-store'] as const;
const UNKNOWN = 'There is no such target or override.';
const IMPOSSIBLE = 'The target cannot do this: `errors` says why.';

/** How the targets are, and the orders of people. */
@AdminController('admin/scaling', 'scaling')
export class ScalingController {
  constructor(
    private readonly status: ScalingStatus,
    private readonly orders: ScalingOrders,
    private readonly store: ScalingStore,
  ) {}

  @Get()
  @Header(...NO_STORE)
  @AdminRoute({
    scope: 'scaling:read',
    summary: 'How every target is, why, and what changes next: by what a worker last saw.',
    answers: { 200: statusSchema },
  })
  readStatus() {
    return mapOrderErrors(this.status.report());
  }

  @Get('overrides')
  @Header(...NO_STORE)
  @AdminRoute({
    scope: 'scaling:read',
    summary: 'The overrides that hold or will hold.',
    answers: { 200: z.object({ overrides: z.array(overrideSchema) }) },
  })
  async listOverrides() {
    return { overrides: await mapOrderErrors(this.status.overrides()) };
  }

  @Post('overrides')
  @AdminRoute({
    scope: 'scaling:write',
    summary: 'Keeps a target at another size until a time.',
    body: overrideOrder,
    answers: { 201: overrideSchema },
    problems: { 400: INVALID, 422: IMPOSSIBLE },
  })
  async addOverride(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(overrideOrder, body);
    const stored = await mapOrderErrors(this.orders.override(order, actorIn(request)));
    return mapOrderErrors(this.status.outlook(stored));
  }

  @Delete('overrides/:id')
  @AdminRoute({
    scope: 'scaling:write',
    summary: 'Ends an override before its time.',
    answers: { 200: overrideSchema },
    problems: { 400: INVALID, 404: UNKNOWN },
  })
  async cancelOverride(@Param('id') id: string, @Req() request: FastifyRequest) {
    const known = parseBody(overrideId, id);
    return overrideView(
      await mapOrderErrors(this.orders.cancelOverride(known, actorIn(request)), 'path'),
    );
  }

  @Get('history')
  @Header(...NO_STORE)
  @AdminRoute({
    scope: 'scaling:read',
    summary: 'What was done, tried and ordered, newest first.',
    query: historyQuery,
    answers: { 200: historySchema },
    problems: { 400: INVALID },
  })
  readHistory(@Query() query: unknown) {
    return mapOrderErrors(readHistory(this.store.history, parseBody(historyQuery, query)));
  }

  @Get('savings')
  @Header(...NO_STORE)
  @AdminRoute({
    scope: 'scaling:read',
    summary: 'Replica-hours and money saved, by target and month.',
    query: savingsQuery,
    answers: { 200: savingsSchema },
    problems: { 400: INVALID },
  })
  readSavings(@Query() query: unknown) {
    return mapOrderErrors(readSavings(this.store.savings, parseBody(savingsQuery, query)));
  }

  @Post('pause')
  @HttpCode(200)
  @AdminRoute({
    scope: 'scaling:write',
    summary: 'Leaves a target as it is; or all of them by `all`, until a time.',
    body: pauseOrder,
    answers: { 200: pauseSchema },
    problems: { 400: INVALID },
  })
  async pause(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(pauseOrder, body ?? {});
    return pauseView(await mapOrderErrors(this.orders.pause(order, actorIn(request))));
  }

  @Post('resume')
  @HttpCode(200)
  @AdminRoute({
    scope: 'scaling:write',
    summary: 'Ends a pause.',
    body: resumeOrder,
    answers: { 200: resumeSchema },
    problems: { 400: INVALID },
  })
  async resume(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(resumeOrder, body ?? {});
    const wasPaused = await mapOrderErrors(this.orders.resume(order, actorIn(request)));
    return { wasPaused, stillPaused: await mapOrderErrors(this.status.pausesOf(order.target)) };
  }

  @Post('targets/:name/wake')
  @HttpCode(202)
  @Header('retry-after', '15')
  @AdminRoute({
    scope: 'scaling:wake',
    summary: 'Has a target that serves on demand come up.',
    answers: { 202: wakeSchema },
    problems: { 400: INVALID, 404: UNKNOWN, 422: IMPOSSIBLE },
  })
  async wake(@Param('name') name: string, @Req() request: FastifyRequest) {
    const target = parseBody(targetName, name);
    return wakeView(await mapOrderErrors(this.orders.wake(target, actorIn(request)), 'path'));
  }
}

/** Who orders it: without a token whoever sits at this machine. */
function actorIn({ caller }: FastifyRequest): string {
  return caller === undefined ? 'local development' : actorOf(caller);
}
