import {
  All,
  Controller,
  Logger,
  Req,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminAccess, AdminScope } from '../admin-access.guard';
import { QueueBoard, type BoardReply } from './queue-board';

/** The queues for people: what waits, runs and failed, and what failed put back. */
@Controller('admin/queues')
@AdminScope('admin:queues')
@UseGuards(AdminAccess)
export class QueueBoardController {
  private readonly logger = new Logger(QueueBoardController.name);

  constructor(private readonly board: QueueBoard) {}

  @All(['', '*'])
  async serve(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { method, url, body } = request;
    const { status, headers, body: content } = await this.answer({ method, url, body });
    const isFile = url.includes('/static/') && status === 200;
    reply
      .code(status)
      // The names of its files change with what is in them.
      .header('cache-control', isFile ? 'private, max-age=86400' : 'no-store')
      .type(String(headers['content-type'] ?? 'text/plain'))
      .send(content);
  }

  private async answer(request: Parameters<QueueBoard['answer']>[0]): Promise<BoardReply> {
    try {
      return await this.board.answer(request);
    } catch (error) {
      this.logger.error('The queues cannot be shown', (error as Error).stack);
      throw new ServiceUnavailableException('The queues cannot be read now. Try again soon.');
    }
  }
}
