import type { Actor } from '@repo/auth/clients';
import { LogLevelSwitch, type LogLevelState } from '@repo/telemetry';
import { Body, Get, Header, Logger, Put } from '@nestjs/common';
import { z } from 'zod';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { CurrentActor } from '../clients/actor.decorator';
import { parseBody } from '../scaling/parse-body';

/** Quieter ones would hide what is done next. */
const level = z.enum(['info', 'debug', 'trace']);

const order = z.strictObject({ level });

const state = z.object({
  level: z.string().describe('The least severe line that is written.'),
  configured: z.string().describe('The same by the settings, which holds from the next start.'),
});

/** What this replica logs. */
@AdminController('admin/logging', 'logging')
export class LogLevelController {
  private readonly logger = new Logger('Logging');

  constructor(private readonly levels: LogLevelSwitch) {}

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'admin:logging',
    summary: 'Tells which lines this replica logs.',
    answers: { 200: state },
  })
  state(): LogLevelState {
    return this.levels.state;
  }

  @Put()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'admin:logging',
    summary: 'Changes which lines this replica logs, in all its processes.',
    description: 'Holds until the next change or start. Other replicas are asked by themselves.',
    body: order,
    answers: { 200: state },
    problems: { 400: INVALID },
  })
  change(@Body() body: unknown, @CurrentActor() actor: Actor): LogLevelState {
    const { level } = parseBody(order, body);
    this.logger.warn(
      { action: 'logging.change', by: actor.name, level },
      'the log level is changed',
    );
    this.levels.set(level);
    return this.levels.state;
  }
}
