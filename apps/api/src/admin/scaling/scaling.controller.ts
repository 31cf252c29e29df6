import {
  actorOf,
  historyQuery,
  overrideId,
  overrideOrder,
  overrideView,
  pauseOrder,
  pauseView,
  readHistory,
  readSavings,
  resumeOrder,
  savingsQuery,
  ScalingOrders,
  ScalingStatus,
  ScalingStore,
  targetName,
} from '@repo/scaling';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Query,
  Req,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AdminAccess, AdminScope } from '../admin-access.guard';
import { mapOrderErrors, parseBody } from './parse-body';
import { wakeView } from './wake-view';

const NO_STORE = ['cache-control', 'no-store'] as const;

/** How the targets are, and the orders of people. */
@Controller('admin/scaling')
@AdminScope('scaling:write')
@UseGuards(AdminAccess)
export class ScalingController {
  constructor(
    private readonly status: ScalingStatus,
    private readonly orders: ScalingOrders,
    private readonly store: ScalingStore,
  ) {}

  @Get()
  @AdminScope('scaling:read')
  @Header(...NO_STORE)
  readStatus() {
    return mapOrderErrors(this.status.report());
  }

  @Get('overrides')
  @AdminScope('scaling:read')
  @Header(...NO_STORE)
  async listOverrides() {
    const pending = await mapOrderErrors(this.store.overrides.pending(Date.now()));
    return { overrides: pending.map(overrideView) };
  }

  @Post('overrides')
  async addOverride(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(overrideOrder, body);
    return overrideView(await mapOrderErrors(this.orders.override(order, actorIn(request))));
  }

  @Delete('overrides/:id')
  async cancelOverride(@Param('id') id: string, @Req() request: FastifyRequest) {
    const known = parseBody(overrideId, id);
    return overrideView(
      await mapOrderErrors(this.orders.cancelOverride(known, actorIn(request)), 'path'),
    );
  }

  @Get('history')
  @AdminScope('scaling:read')
  @Header(...NO_STORE)
  readHistory(@Query() query: unknown) {
    return mapOrderErrors(readHistory(this.store.history, parseBody(historyQuery, query)));
  }

  @Get('savings')
  @AdminScope('scaling:read')
  @Header(...NO_STORE)
  readSavings(@Query() query: unknown) {
    return mapOrderErrors(readSavings(this.store.savings, parseBody(savingsQuery, query)));
  }

  @Post('pause')
  @HttpCode(200)
  async pause(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(pauseOrder, body ?? {});
    return pauseView(await mapOrderErrors(this.orders.pause(order, actorIn(request))));
  }

  @Post('resume')
  @HttpCode(200)
  async resume(@Body() body: unknown, @Req() request: FastifyRequest) {
    const order = parseBody(resumeOrder, body ?? {});
    return { wasPaused: await mapOrderErrors(this.orders.resume(order, actorIn(request))) };
  }

  @Post('targets/:name/wake')
  @AdminScope('scaling:wake')
  @HttpCode(202)
  @Header('retry-after', '15')
  async wake(@Param('name') name: string, @Req() request: FastifyRequest) {
    const target = parseBody(targetName, name);
    return wakeView(await mapOrderErrors(this.orders.wake(target, actorIn(request)), 'path'));
  }
}

/** Who orders it: without a token whoever sits at this machine. */
function actorIn({ caller }: FastifyRequest): string {
  return caller === undefined ? 'local development' : actorOf(caller);
}
