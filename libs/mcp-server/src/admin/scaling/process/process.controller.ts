import { processSize, type ProcessSize } from '@repo/scaling';
import {
  Body,
  Get,
  Header,
  HttpStatus,
  Logger,
  Put,
  Res,
  ServiceUnavailableException,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProcessControl } from '../../../cluster/process-control';
import { AdminController, AdminRoute, INVALID } from '../../admin-route.decorator';
import { parseProcessOrder, processOrder } from './process-order';

/** How many worker processes serve this api, and the database connections of each. */
@AdminController('admin/scaling/process', 'scaling')
export class ProcessController {
  private readonly logger = new Logger(ProcessController.name);

  constructor(private readonly control: ProcessControl) {}

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'scaling:read',
    summary: 'Tells how many worker processes serve this api.',
    answers: { 200: processSize },
  })
  size(): ProcessSize {
    return this.control.size;
  }

  @Put()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope: 'scaling:write',
    summary: 'Changes how many worker processes serve this api.',
    description: 'Holds until the next order or restart; the same again changes nothing.',
    body: processOrder,
    answers: {
      200: processSize.describe('It is so.'),
      202: processSize.describe('It will be so: ask again.'),
    },
    problems: {
      400: INVALID,
      422: 'The size cannot be kept: `errors` says why.',
      503: 'The order was not taken.',
    },
  })
  async order(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProcessSize> {
    const order = parseProcessOrder(body, this.control.maxWorkers);
    const size = await this.control.order(order).catch((error: unknown) => {
      this.logger.error('The order was not taken', (error as Error).stack);
      throw new ServiceUnavailableException('The order was not taken. Try again soon.');
    });
    const { desired, ready } = size.workers;
    reply.status(desired === ready ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return size;
  }
}
