import type { ProcessSize } from '@repo/scaling';
import {
  Body,
  Controller,
  Get,
  Header,
  HttpStatus,
  Logger,
  Put,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ProcessControl } from '../../../cluster/process-control';
import { AdminAccess, AdminScope } from '../../admin-access.guard';
import { readOrder } from './read-order';

/** How many worker processes serve this api, and the database connections of each. */
@Controller('admin/scaling/process')
@AdminScope('scaling:read')
@UseGuards(AdminAccess)
export class ProcessController {
  private readonly logger = new Logger(ProcessController.name);

  constructor(private readonly control: ProcessControl) {}

  @Get()
  @Header('cache-control', 'no-store')
  size(): ProcessSize {
    return this.control.size;
  }

  /** 200 when it is so; 202 when it is still to become so. */
  @Put()
  @AdminScope('scaling:write')
  @Header('cache-control', 'no-store')
  async order(
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProcessSize> {
    const order = readOrder(body, this.control.maxWorkers);
    const size = await this.control.order(order).catch((error: unknown) => {
      this.logger.error('The order was not taken', (error as Error).stack);
      throw new ServiceUnavailableException('The order was not taken. Try again soon.');
    });
    const { desired, ready } = size.workers;
    reply.status(desired === ready ? HttpStatus.OK : HttpStatus.ACCEPTED);
    return size;
  }
}
